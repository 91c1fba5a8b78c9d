package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.compare.SimilarityMeasure.Chosen;
import dev.retort.compare.SimilarityReport.Pair;
import dev.retort.compare.SimilarityReport.Sample;
import dev.retort.measure.similarity.SimilarityMatrix;
import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How alike the answers of all pairs of authors to the same prompts are.
///
/// The mean of a pair is over the prompts that both have answered. Its interval comes from resamples of all prompts that
/// every pair shares: where a pair lacks a prompt that was drawn, it is left out for that pair.
///
/// @param measures what is measured, in the order of the results
/// @param embeddings takes those of the records, where cosine is measured
/// @param draw which prompts are measured where there are more, and the seed of the resamples
public record Similarity(TextSource source, List<Chosen> measures, @Nullable Embeddings embeddings, Draw draw) {
  public static final int RESAMPLES = 2000;
  private static final Measured UNKNOWN = new Measured(Double.NaN, Double.NaN, Double.NaN, 0);

  public Similarity {
    measures = List.copyOf(measures);
  }

  /// Takes every value that goes into the means.
  public interface Values {
    /// @param a the reference
    /// @param values one for each measure; NaN where it has none for these texts
    void take(String prompt, String a, String b, double[] values);
  }

  /// Reads, pairs and compares.
  /// @throws UserError when nothing can be paired
  public SimilarityReport measure(Values each, MeasureListener listener) {
    long memory = Runtime.getRuntime().maxMemory();
    AnswerGathering gathering = new AnswerGathering(draw, new HeldText(memory), embeddings);
    ReadCounts read = source.read(true, gathering, listener);
    AnswerSheet sheet = gathering.sheet();
    require(sheet, read);
    boolean[] symmetric = new boolean[measures.size()];
    for (int i = 0; i < symmetric.length; i++) {
      symmetric[i] = measures.get(i).measure().symmetric();
    }
    int authors = sheet.authors().size();
    int prompts = sheet.prompts().size();
    listener.stage("compare", prompts);
    PairValues values = new PairValues(authors, prompts, symmetric, memory, listener);
    new SimilarityMatrix(measures.stream().map(Chosen::measure).toList()).compare(sheet.texts(), values);
    return new Told(sheet, values, each, listener).report(read);
  }

  private static void require(AnswerSheet sheet, ReadCounts read) {
    if (sheet.authors().size() < 2) {
      String left = read.left().isEmpty() ? "" : " (left out: %s)".formatted(read.told());
      throw new UserError(
          "--by: found one author, %s%s, wanted two or more. Name their column with --by, or more files."
              .formatted(sheet.authors(), left));
    }
    if (sheet.pairing().stream().allMatch(author -> author.paired() == 0)) {
      boolean several = sheet.pairing().stream().anyMatch(author -> author.several() > 0);
      throw new UserError(several
          ? "--prompt: no two authors have one answer each to the same prompt; some have several to one. Keep one of each."
          : "--prompt: no two authors have answered the same prompt. Name the column that holds prompts with --prompt.");
    }
  }

  private boolean directed() {
    return measures.stream().anyMatch(one -> !one.measure().symmetric());
  }

  /// What is told of the values.
  private final class Told {
    private final AnswerSheet sheet;
    private final PairValues values;
    private final Values each;
    private final MeasureListener listener;
    private final List<int[]> order = new ArrayList<>();

    Told(AnswerSheet sheet, PairValues values, Values each, MeasureListener listener) {
      this.sheet = sheet;
      this.values = values;
      this.each = each;
      this.listener = listener;
      int authors = sheet.authors().size();
      for (int a = 0; a < authors; a++) {
        for (int b = directed() ? 0 : a + 1; b < authors; b++) {
          int one = a;
          int other = b;
          if (a != b && IntStream.range(0, sheet.prompts().size()).anyMatch(prompt -> both(one, other, prompt))) {
            order.add(new int[]{a, b});
          }
        }
      }
    }

    SimilarityReport report(ReadCounts read) {
      Resamples resamples = Resamples.of(sheet.prompts().size(), RESAMPLES, draw.seed());
      listener.stage("intervals", -1);
      List<Pair> pairs = IntStream.range(0, order.size()).parallel()
          .mapToObj(i -> pair(order.get(i)[0], order.get(i)[1], resamples)).toList();
      order.forEach(pair -> tellEach(pair[0], pair[1]));
      List<SimilarityReport.Consensus> consensus = new ArrayList<>();
      for (int i = 0; i < measures.size(); i++) {
        consensus.add(new ConsensusRanking(sheet.authors(), sheet.prompts().size(), resamples)
            .rank(measures.get(i).name(), i, values));
      }
      Sample sample = new Sample(read, sheet.pairing(), sheet.beyond(), sheet.prompts().size(), shared());
      return new SimilarityReport(sample, measures, pairs, consensus);
    }

    private Pair pair(int a, int b, Resamples resamples) {
      List<Measured> measured = new ArrayList<>();
      for (int i = 0; i < measures.size(); i++) {
        double[] row = values.of(i, a, b);
        Optional<Measured> one = row == null ? Optional.empty() : resamples.meanIfAny(row);
        measured.add(one.orElse(UNKNOWN));
      }
      int prompts = (int) IntStream.range(0, sheet.prompts().size()).filter(prompt -> both(a, b, prompt)).count();
      return new Pair(sheet.authors().get(a), sheet.authors().get(b), prompts, measured);
    }

    private boolean both(int a, int b, int prompt) {
      return sheet.texts()[a][prompt] != null && sheet.texts()[b][prompt] != null;
    }

    private void tellEach(int a, int b) {
      for (int prompt = 0; prompt < sheet.prompts().size(); prompt++) {
        double[] told = new double[measures.size()];
        for (int i = 0; i < told.length; i++) {
          double[] row = values.of(i, a, b);
          told[i] = row == null ? Double.NaN : row[prompt];
        }
        if (both(a, b, prompt)) {
          each.take(sheet.prompts().get(prompt), sheet.authors().get(a), sheet.authors().get(b), told);
        }
      }
    }

    private int shared() {
      @Nullable
      String[][] texts = sheet.texts();
      return (int) IntStream.range(0, sheet.prompts().size())
          .filter(prompt -> IntStream.range(0, texts.length).allMatch(author -> texts[author][prompt] != null)).count();
    }
  }
}
