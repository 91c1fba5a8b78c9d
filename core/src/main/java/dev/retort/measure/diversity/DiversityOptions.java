package dev.retort.measure.diversity;

import dev.retort.text.PythonWords;
import dev.retort.text.WordSplitter;
import java.util.List;

/// What of a set of texts' diversity is measured, and how much of it is looked at.
///
/// @param measures names as in [DiversityProfile#NAMES]
/// @param splitter cuts texts into words
/// @param clusters k of k-means, at most a fifth of the texts
/// @param resamples how many bootstrap resamples an interval is read from
/// @param seed of samples, groups, resamples, clusters and estimates
public record DiversityOptions(List<String> measures, WordSplitter splitter, Limits limits, int clusters, int resamples,
    long seed) {

  /// From how many texts on a measure looks at a seeded sample of as many.
  ///
  /// @param linear of measures whose cost is linear
  /// @param heavy of Vendi scores, clusters and perplexity
  /// @param exact up to how many texts an n-gram Vendi score is exact; it is estimated above
  /// @param pairs of what compares all pairs
  public record Limits(int linear, int heavy, int exact, int pairs) {
    public static final Limits USUAL = new Limits(50_000, 5_000, 2_500, 500);

    public Limits {
      if (linear < 2 || heavy < 2 || exact < 2 || pairs < 2) {
        throw new IllegalArgumentException("limits of diversity: found %d, %d, %d and %d texts, wanted 2 or more each."
            .formatted(linear, heavy, exact, pairs));
      }
    }
  }

  public DiversityOptions {
    measures = List.copyOf(measures);
    for (String name : measures) {
      if (!DiversityProfile.NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "diversity: no measure '%s'. Choose among %s.".formatted(name, DiversityProfile.NAMES));
      }
    }
    if (clusters < 2 || resamples < 1) {
      throw new IllegalArgumentException("diversity: found %d clusters and %d resamples, wanted 2 and 1 at least."
          .formatted(clusters, resamples));
    }
  }

  /// All measures, over words as Python's `split` finds them.
  public static DiversityOptions usual() {
    return new DiversityOptions(DiversityProfile.NAMES, new PythonWords(), Limits.USUAL, 20, 2000, 1);
  }

  public DiversityOptions withMeasures(List<String> names) {
    return new DiversityOptions(names, splitter, limits, clusters, resamples, seed);
  }

  public DiversityOptions withSeed(long other) {
    return new DiversityOptions(measures, splitter, limits, clusters, resamples, other);
  }

  public DiversityOptions withLimits(Limits other) {
    return new DiversityOptions(measures, splitter, other, clusters, resamples, seed);
  }

  public DiversityOptions withSplitter(WordSplitter other) {
    return new DiversityOptions(measures, other, limits, clusters, resamples, seed);
  }
}
