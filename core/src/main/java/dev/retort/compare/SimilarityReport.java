package dev.retort.compare;

import dev.retort.measure.statistics.Difference;
import dev.retort.measure.statistics.Measured;
import java.util.List;

/// How alike authors answer the same prompts, and what that was told from.
///
/// @param pairs by reference, then hypothesis; both directions where a measure has two
/// @param consensus one ranking for each measure
public record SimilarityReport(Sample sample, List<SimilarityMeasure.Chosen> measures, List<Pair> pairs,
    List<Consensus> consensus) {
  public SimilarityReport {
    measures = List.copyOf(measures);
    pairs = List.copyOf(pairs);
    consensus = List.copyOf(consensus);
  }

  /// What was compared.
  ///
  /// @param pairing how each author stands to the others
  /// @param beyond answers to prompts that were not drawn
  /// @param prompts how many there are
  /// @param shared how many of them every author has answered
  public record Sample(ReadCounts read, List<AnswerSheet.Pairing> pairing, long beyond, int prompts, int shared) {
    public Sample {
      pairing = List.copyOf(pairing);
    }
  }

  /// Two authors.
  ///
  /// @param a whose text is the reference
  /// @param prompts how many both have answered
  /// @param values one for each measure; NaN of a sample of 0 where it has none
  public record Pair(String a, String b, int prompts, List<Measured> values) {
    public Pair {
      values = List.copyOf(values);
    }
  }

  /// Who is nearest to what all the others write, by one measure.
  ///
  /// @param places the nearest first
  /// @param comparisons all pairs of authors
  public record Consensus(String measure, List<Place> places, List<Comparison> comparisons) {
    public Consensus {
      places = List.copyOf(places);
      comparisons = List.copyOf(comparisons);
    }
  }

  /// An author's place.
  ///
  /// @param mean over the prompts of the mean over the other authors
  /// @param best one more than how many authors are surely before this one
  /// @param worst how many are not surely behind
  public record Place(String author, Measured mean, int rank, int best, int worst) {}

  /// How far one author's consensus is above another's.
  ///
  /// @param holm the p of `difference`, corrected for the number of comparisons
  public record Comparison(String a, String b, Difference difference, double holm) {}
}
