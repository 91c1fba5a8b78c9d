package dev.retort.app.terminal;

import dev.retort.run.RunListener.Progress;
import dev.retort.run.RunListener.Spent;
import dev.retort.text.Visible;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Draws how far a step is, as lines that fit a width.
final class Bar {
  private static final int MOST_CELLS = 24;
  /// What stands beside the cells in a usual line.
  private static final int BESIDE = 60;

  private Bar() {}

  /// `respond  [########........]  120/300  40 %  12.3/s  0:14 left  failed 2`
  ///
  /// @param units how many there will be; -1 when that is not known
  static String line(Progress progress, long units, Duration spent, int width) {
    StringBuilder line = new StringBuilder(Visible.inTerminal(progress.step()));
    double perSecond = progress.done() * 1e9 / Math.max(1, spent.toNanos());
    if (units > 0) {
      int cells = Math.clamp(width - BESIDE, 8, MOST_CELLS);
      int filled = (int) (cells * Math.min(progress.done(), units) / units);
      line.append("  [").append("#".repeat(filled)).append(".".repeat(cells - filled)).append("]  ");
      line.append(progress.done()).append('/').append(units).append("  ").append(100 * progress.done() / units)
          .append(" %");
    } else {
      line.append("  ").append(progress.done()).append(" done");
    }
    line.append(String.format(Locale.ROOT, "  %.1f/s", perSecond));
    if (units > progress.done() && perSecond > 0) {
      line.append("  ").append(clock((long) ((units - progress.done()) / perSecond))).append(" left");
    }
    if (progress.failed() > 0) {
      line.append("  failed ").append(progress.failed());
    }
    return fit(line.toString(), width);
  }

  /// `  calls 812: llama 270 · qwen 301 · yi 241`; nothing when no model was called.
  static String teachers(Map<String, Long> calls, int width) {
    long sum = calls.values().stream().mapToLong(Long::longValue).sum();
    if (sum == 0) {
      return "";
    }
    StringBuilder line = new StringBuilder("  calls ").append(sum);
    String separator = ": ";
    for (Map.Entry<String, Long> teacher : new TreeMap<>(calls).entrySet()) {
      line.append(separator).append(Visible.inTerminal(teacher.getKey())).append(' ').append(teacher.getValue());
      separator = " · ";
    }
    return fit(line.toString(), width);
  }

  /// `  spent 1.23 USD of 25.00 USD, about 3.10 USD when this step is done`.
  static String money(Spent spent, long left, int width) {
    StringBuilder line = new StringBuilder("  spent ").append(spent.run().words()).append(" USD");
    if (spent.budget() != null) {
      line.append(" of ").append(spent.budget().words()).append(" USD");
    }
    if (spent.perUnit() != null && left > 0) {
      line.append(", about ").append(spent.run().plus(spent.perUnit().times(left)).words())
          .append(" USD when this step is done");
    }
    return fit(line.toString(), width);
  }

  /// The text cut to the width, with a mark where it was cut.
  static String fit(String text, int width) {
    String flat = text.replace('\n', ' ');
    if (flat.codePointCount(0, flat.length()) < width) {
      return flat;
    }
    return flat.substring(0, flat.offsetByCodePoints(0, Math.max(0, width - 2))) + "…";
  }

  static String clock(long seconds) {
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
