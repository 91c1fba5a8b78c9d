package dev.retort.study;

import dev.retort.measure.statistics.Measured;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one judge's verdicts in one step say of the teachers.
///
/// @param by who judged, and how
/// @param lines highest win rate first; teachers without a verdict are absent
/// @param comparisons of the teachers' shares, all pairs, on the prompts both have a decided verdict on
/// @param standing what can be said of strengths
/// @param audit where every verdict went
public record VerdictSheet(By by, List<Line> lines, List<Comparison> comparisons, Standing standing, Audit audit) {

  public VerdictSheet {
    lines = List.copyOf(lines);
    comparisons = List.copyOf(comparisons);
  }

  /// @param ranked whether several answers were put in order, rather than two compared
  /// @param simulated whether the judge was a simulated model
  public record By(String step, String judge, boolean ranked, boolean simulated) {}

  /// @param winRate share of the decided verdicts, ties as one half; null where none was
  /// @param strength Bradley-Terry strength in logits, whose mean over teachers is 0; null where none can be told
  public record Line(String teacher, Tally tally, @Nullable Measured winRate, @Nullable Measured strength) {}

  /// One teacher's verdicts by how they ended; each verdict stands in the tallies of both teachers.
  ///
  /// @param inconsistent the judge's two orders contradict each other
  /// @param undecided could not be read
  public record Tally(long won, long lost, long tied, long inconsistent, long undecided) {
    public long decided() {
      return won + lost + tied;
    }

    public long all() {
      return decided() + inconsistent + undecided;
    }
  }

  /// @param rows of the step's table that this judge's word stands in
  /// @param pairs verdicts in them: one a row, or one for each two answers of a ranking
  /// @param used those that stand in tallies
  /// @param left those that do not, by reason
  /// @param without units that the step asked about and that gave no row, by state and reason
  public record Audit(long rows, long pairs, long used, Map<String, Long> left, Map<String, Long> without) {
    public Audit {
      left = new TreeMap<>(left);
      without = new TreeMap<>(without);
    }
  }

  /// What the graph of who met whom allows to say of strengths.
  public sealed interface Standing {
    /// @param penalised resamples without finite strengths, where a penalty holds them back
    record Bounded(int penalised) implements Standing {}

    /// Teachers of a tier never lost to those of the tiers after it, so strengths have no bound but a penalty's.
    record Unbounded(List<List<String>> tiers) implements Standing {
      public Unbounded {
        tiers = tiers.stream().map(List::copyOf).toList();
      }
    }

    /// No chain of verdicts connects these groups, so nothing can be said between them.
    record Apart(List<List<String>> groups) implements Standing {
      public Apart {
        groups = groups.stream().map(List::copyOf).toList();
      }
    }

    /// No verdict was decided.
    record None() implements Standing {}
  }
}
