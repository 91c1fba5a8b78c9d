package dev.retort.compare;

import dev.retort.compare.SimilarityReport.Comparison;
import dev.retort.compare.SimilarityReport.Consensus;
import dev.retort.compare.SimilarityReport.Place;
import dev.retort.measure.statistics.Difference;
import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.MultipleTesting;
import dev.retort.measure.statistics.Resamples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Ranks authors by how near each is to what all the others write.
///
/// An author's value at a prompt is the mean over the others that answered it. Ranks are bounded by paired tests of all
/// pairs of authors, corrected by Holm for their number.
final class ConsensusRanking {
  private static final double LEVEL = 0.05;

  private final List<String> authors;
  private final int prompts;
  private final Resamples resamples;

  ConsensusRanking(List<String> authors, int prompts, Resamples resamples) {
    this.authors = authors;
    this.prompts = prompts;
    this.resamples = resamples;
  }

  private record Ranked(int author, Measured mean) {}

  private record Compared(int a, int b, Difference difference) {}

  Consensus rank(String name, int measure, PairValues values) {
    double[][] nearness = nearness(measure, values);
    List<Ranked> ranked = IntStream.range(0, authors.size()).parallel()
        .mapToObj(author -> resamples.meanIfAny(nearness[author]).map(mean -> new Ranked(author, mean)))
        .flatMap(Optional::stream).toList().stream()
        .sorted(Comparator.comparingDouble((Ranked one) -> -one.mean().value())).toList();
    List<Compared> compared = IntStream.range(0, authors.size() * authors.size()).parallel()
        .filter(pair -> pair / authors.size() < pair % authors.size())
        .mapToObj(pair -> compare(pair / authors.size(), pair % authors.size(), nearness)).flatMap(Optional::stream)
        .toList();
    return consensus(name, ranked, compared);
  }

  private Optional<Compared> compare(int a, int b, double[][] nearness) {
    return resamples.differenceIfAny(nearness[a], nearness[b]).map(difference -> new Compared(a, b, difference));
  }

  /// By author and prompt; NaN where there is nothing to be near to.
  private double[][] nearness(int measure, PairValues values) {
    double[][] nearness = new double[authors.size()][prompts];
    for (int author = 0; author < nearness.length; author++) {
      int[] others = new int[prompts];
      for (int other = 0; other < nearness.length; other++) {
        double[] there = other == author ? null : values.of(measure, author, other);
        double[] back = other == author ? null : values.of(measure, other, author);
        for (int prompt = 0; there != null && back != null && prompt < prompts; prompt++) {
          if (!Double.isNaN(there[prompt])) {
            nearness[author][prompt] += (there[prompt] + back[prompt]) / 2;
            others[prompt]++;
          }
        }
      }
      for (int prompt = 0; prompt < prompts; prompt++) {
        nearness[author][prompt] = others[prompt] == 0 ? Double.NaN : nearness[author][prompt] / others[prompt];
      }
    }
    return nearness;
  }

  private Consensus consensus(String name, List<Ranked> ranked, List<Compared> compared) {
    double[] holm = MultipleTesting.HOLM.adjust(compared.stream().mapToDouble(one -> one.difference().p()).toArray());
    int[] before = new int[authors.size()];
    int[] behind = new int[authors.size()];
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < holm.length; i++) {
      Compared one = compared.get(i);
      comparisons.add(new Comparison(authors.get(one.a()), authors.get(one.b()), one.difference(), holm[i]));
      if (holm[i] < LEVEL) {
        boolean first = one.difference().mean().value() > 0;
        behind[first ? one.a() : one.b()]++;
        before[first ? one.b() : one.a()]++;
      }
    }
    List<Place> places = new ArrayList<>();
    for (Ranked one : ranked) {
      places.add(new Place(authors.get(one.author()), one.mean(), places.size() + 1, 1 + before[one.author()],
          ranked.size() - behind[one.author()]));
    }
    return new Consensus(name, places, comparisons);
  }
}
