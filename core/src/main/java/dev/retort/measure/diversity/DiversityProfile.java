package dev.retort.measure.diversity;

import java.util.List;

/// How diverse a set of texts is, by every classical measure, each with interval and sample.
///
/// Texts without words are left out and counted. Most measures change with the number and length of texts: compare sets
/// of like size, or give all the same limits below the smallest.
///
/// @param texts how many there were
/// @param withoutWords how many of those looked at have no words
public record DiversityProfile(long texts, long withoutWords, List<Entry> entries) {
  /// What can be measured, in the order in which it is shown.
  public static final List<String> NAMES = List.of("distinct_1", "distinct_2", "distinct_3", "distinct_4",
      "ngram_ratio", "compression_ratio", "self_repetition", "self_bleu", "homogenization", "vendi_ngram",
      "vendi_embedding", "cluster_entropy", "perplexity_builtin");

  public DiversityProfile {
    entries = List.copyOf(entries);
  }

  /// One measure's reading.
  public record Entry(String name, Reading reading) {}

  /// The profile of texts for which there are no embeddings.
  public static DiversityProfile of(List<String> texts, DiversityOptions options) {
    return of(texts, List.of(), options);
  }

  /// @param vectors an embedding of each text, in the same order; or none at all
  public static DiversityProfile of(List<String> texts, List<double[]> vectors, DiversityOptions options) {
    if (!vectors.isEmpty() && vectors.size() != texts.size()) {
      throw new IllegalArgumentException("diversity: found %d embeddings of %d texts, wanted one of each or none."
          .formatted(vectors.size(), texts.size()));
    }
    ProfileTexts sample = ProfileTexts.of(texts, vectors, options);
    ProfileMeasures measures = new ProfileMeasures(sample, options);
    List<Entry> entries = NAMES.stream().filter(options.measures()::contains)
        .map(name -> new Entry(name, measures.read(name))).toList();
    return new DiversityProfile(texts.size(), sample.withoutWords(), entries);
  }
}
