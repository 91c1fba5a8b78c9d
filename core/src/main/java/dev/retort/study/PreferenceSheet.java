package dev.retort.study;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What pairwise judgements say: one table for each annotator and baseline, never pooled.
///
/// @param tables by annotator, then by baseline
/// @param notJudged teachers that no decided judgement is about
/// @param audit what of the files was not used, and why
public record PreferenceSheet(List<Table> tables, List<String> notJudged, Audit audit) {

  public PreferenceSheet {
    tables = List.copyOf(tables);
    notJudged = List.copyOf(notJudged);
  }

  /// @param baseline the teacher all others were held against, or the model's name where no teacher goes by it
  /// @param known whether the baseline is a teacher of the run
  /// @param duels highest win rate first
  /// @param comparisons of the teachers' win rates, all pairs
  public record Table(String annotator, String baseline, boolean known, List<Duel> duels,
      List<Comparison> comparisons) {
    public Table {
      duels = List.copyOf(duels);
      comparisons = List.copyOf(comparisons);
    }
  }

  /// @param files how many were read
  /// @param rows how many judgements they hold
  /// @param used those that count above, undecided ones among them
  /// @param left those that do not, by reason
  /// @param misnamed what is odd about files, one sentence each
  public record Audit(int files, long rows, long used, Map<String, Long> left, List<String> misnamed) {
    public Audit {
      left = new TreeMap<>(left);
      misnamed = List.copyOf(misnamed);
    }
  }
}
