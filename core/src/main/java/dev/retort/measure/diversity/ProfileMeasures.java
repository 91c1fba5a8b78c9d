package dev.retort.measure.diversity;

import dev.retort.measure.similarity.Rouge;
import dev.retort.measure.statistics.Measured;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads each measure of a profile, with its interval.
final class ProfileMeasures {
  /// Fewer texts have no interval.
  static final int FEWEST = 10;
  private static final int LONGEST = 4;
  private static final int STARTS = 3;
  private static final int FEATURES = 256;
  /// Up to how many bytes texts are packed again without each part.
  private static final long PACKED_AGAIN = 512 * 1024;
  private static final double UNBOUNDED = Double.MAX_VALUE;
  private static final String BY_PARTS = "; interval: jackknife over 20 random parts";
  private final ProfileTexts texts;
  private final ProfileTexts fewer;
  private final DiversityOptions options;

  ProfileMeasures(ProfileTexts texts, DiversityOptions options) {
    this.texts = texts;
    this.options = options;
    fewer = texts.most(options.limits().heavy());
  }

  Reading read(String name) {
    if (texts.size() == 0) {
      return new Reading.Absent(texts.of() == 0 ? "there are no texts" : "no text has words");
    }
    return switch (name) {
      case "distinct_1" -> distinct(1);
      case "distinct_2" -> distinct(2);
      case "distinct_3" -> distinct(3);
      case "distinct_4" -> distinct(4);
      case "ngram_ratio" -> ngramRatio();
      case "compression_ratio" -> compression();
      case "self_repetition" -> selfRepetition();
      case "self_bleu" -> selfBleu();
      case "homogenization" -> homogenization();
      case "vendi_ngram" -> ProfileVendi.ngram(fewer, options);
      case "vendi_embedding" -> ProfileVendi.embedding(fewer);
      case "cluster_entropy" -> clusterEntropy();
      case "perplexity_builtin" -> ProfilePerplexity.of(fewer, options);
      default -> throw new IllegalArgumentException("diversity: no measure '" + name + "'");
    };
  }

  /// A value of few texts, an interval of enough, or why there is neither.
  static Reading reading(Score score, ProfileTexts texts, String source, Supplier<Measured> interval) {
    return switch (score) {
      case Score.Absent(String reason) -> new Reading.Absent(reason);
      case Score.Value(double value) when texts.size() < FEWEST ->
        new Reading.Bare(value, texts.size(), texts.said() + "; no interval for fewer than " + FEWEST + " texts");
      case Score.Value value -> new Reading.Taken(interval.get(), texts.said() + source);
    };
  }

  private static int parts(ProfileTexts texts) {
    return Math.min(ProfileTexts.GROUPS, texts.size());
  }

  private Reading distinct(int order) {
    Grams grams = texts.words().ofOrder(order);
    Score score = new DistinctN(order, grams.unique(), grams.total()).ratio();
    return reading(score, texts, BY_PARTS, () -> {
      double[] without = distinctWithout(grams);
      return Jackknife.of(without.length, part -> without[part]).around(score.number().orElseThrow(), 0, 1,
          texts.size());
    });
  }

  private double[] distinctWithout(Grams grams) {
    return DistinctWithout.each(grams, texts.dealt(parts(texts)), parts(texts));
  }

  private Reading ngramRatio() {
    Score score = DistinctN.sum(DistinctN.joined(texts.texts(), LONGEST));
    return reading(score, texts, BY_PARTS + " of the n-grams inside texts", () -> {
      double[] sums = new double[parts(texts)];
      for (Grams grams : Grams.upTo(LONGEST, texts.words())) {
        double[] without = distinctWithout(grams);
        Arrays.setAll(sums, part -> sums[part] + without[part]);
      }
      return Jackknife.of(sums.length, part -> sums[part]).around(score.number().orElseThrow(), 0, LONGEST,
          texts.size());
    });
  }

  private Reading compression() {
    Compression packed = Compression.of(texts.texts());
    boolean small = packed.original() <= PACKED_AGAIN;
    String source = small ? BY_PARTS : "; interval: jackknife over 20 blocks of texts in their order";
    return reading(packed.ratio(), texts, source, () -> {
      int[] dealt = texts.dealt(parts(texts));
      List<Compression.Block> blocks = small ? List.of() : Compression.blocks(texts.texts(), parts(texts));
      return Jackknife.of(parts(texts),
          part -> small
              ? Compression.of(texts.inPart(dealt, part, false)).ratio().number().orElse(0)
              : Compression.without(blocks, part))
          .around(packed.ratio().number().orElseThrow(), 0, UNBOUNDED, texts.size());
    });
  }

  private Reading selfRepetition() {
    List<Grams> grams = List.of(texts.words().ofOrder(LONGEST));
    return mean(grams, some -> SelfRepetition.perText(some.getFirst()), UNBOUNDED);
  }

  private Reading selfBleu() {
    return texts.size() < 2 ? alone() : mean(Grams.upTo(LONGEST, texts.words()), SelfBleu::perText, 1);
  }

  private static Reading alone() {
    return new Reading.Absent("a text is compared with the others, and there are none");
  }

  /// The mean of a value of each text that the others have a part in.
  private Reading mean(List<Grams> grams, Function<List<Grams>, double[]> perText, double most) {
    double value = mean(perText.apply(grams));
    ProfileTexts some = fewer;
    String scaled = some.size() < texts.size() ? " of %d texts, scaled".formatted(some.size()) : "";
    return reading(Score.of(value), texts, BY_PARTS + scaled, () -> {
      List<Grams> sampled = some == texts
          ? grams
          : grams.stream().map(one -> some.words().ofOrder(one.order())).toList();
      int[] dealt = some.dealt(parts(some));
      double error = Jackknife.of(parts(some), part -> {
        int[] others = ProfileTexts.without(part, dealt);
        return mean(perText.apply(sampled.stream().map(one -> one.among(others)).toList()));
      }).half() * Math.sqrt((double) some.size() / texts.size());
      return new Measured(value, Math.max(0, value - error), Math.min(most, value + error), texts.size());
    });
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private Reading homogenization() {
    ProfileTexts some = texts.most(options.limits().pairs());
    int n = some.size();
    if (n < 2) {
      return alone();
    }
    double[] perText = Homogenization.perText(some.texts(), Rouge.rougeL(false));
    double sum = Arrays.stream(perText).sum();
    return reading(Score.of(sum / n), some, "; ROUGE-L; interval: jackknife over texts",
        () -> Jackknife.of(n, text -> (sum * (n - 1) - 2 * perText[text] * (n - 1)) / ((n - 1.0) * (n - 2)))
            .around(sum / n, 0, 1, n));
  }

  private Reading clusterEntropy() {
    int n = fewer.size();
    if (n < FEWEST) {
      return new Reading.Absent("clusters need %d texts, and there are %d".formatted(FEWEST, n));
    }
    boolean embedded = !fewer.vectors().isEmpty();
    double[][] vectors = embedded
        ? fewer.vectors().toArray(double[][]::new)
        : HashedFeatures.of(fewer.texts(), options.splitter(), FEATURES);
    int clusters = Math.min(options.clusters(), n / 5);
    ClusterEntropy found = ClusterEntropy.of(vectors, clusters, STARTS, options.seed());
    String source = "; k-means of %s, k = %d, so at most %.3f nats; interval: jackknife over texts, clusters held fixed"
        .formatted(embedded ? "embeddings" : "hashed words", clusters, Math.log(clusters));
    return reading(Score.of(found.entropy()), fewer, source,
        () -> Jackknife.of(n, text -> found.entropyWithout(text)).around(found.entropy(), 0, Math.log(clusters), n));
  }
}
