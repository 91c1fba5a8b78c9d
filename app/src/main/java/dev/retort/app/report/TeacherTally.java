package dev.retort.app.report;

import dev.retort.app.report.TeacherSheet.Answers;
import dev.retort.app.report.TeacherSheet.Lengths;
import dev.retort.app.report.TeacherSheet.Speed;
import dev.retort.app.report.TeacherSheet.Spread;
import dev.retort.row.Row;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts one teacher's answers as they go by.
public final class TeacherTally {
  private final TreeMap<Long, Long> characters = new TreeMap<>();
  private final TreeMap<Long, Long> tokens = new TreeMap<>();
  private final Map<String, Long> failures = new TreeMap<>();
  private long given;
  private long truncated;
  private long simulated;
  private String model = "";

  public void answer(Row row) {
    given++;
    if (row.schema().has("served_model") && model.isEmpty()) {
      model = Objects.requireNonNullElse(row.text("served_model"), "");
    }
    if (row.schema().has("simulated") && Boolean.TRUE.equals(row.get("simulated"))) {
      simulated++;
    }
    if (truncated(row)) {
      truncated++;
    }
    String response = Objects.requireNonNullElse(row.text("response"), "");
    characters.merge((long) response.codePointCount(0, response.length()), 1L, Long::sum);
    Map<?, ?> last = lastTurn(row);
    if (last != null && Boolean.FALSE.equals(last.get("estimated"))
        && last.get("completion_tokens") instanceof Long count) {
      tokens.merge(count, 1L, Long::sum);
    }
  }

  public void failure(String reason) {
    failures.merge(reason, 1L, Long::sum);
  }

  boolean asked() {
    return given > 0 || !failures.isEmpty();
  }

  public long given() {
    return given;
  }

  public long simulated() {
    return simulated;
  }

  public TeacherSheet sheet(String teacher, @Nullable Speed speed) {
    return new TeacherSheet(teacher, model, simulated > 0, new Answers(given, truncated, failures),
        new Lengths(spread(characters), spread(tokens)), speed);
  }

  /// Whether a turn of the row was cut at the token limit.
  static boolean truncated(Row row) {
    List<@Nullable Object> turns = row.schema().has("turns") ? row.list("turns") : null;
    return turns != null
        && turns.stream().anyMatch(turn -> turn instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("truncated")));
  }

  private static @Nullable Map<?, ?> lastTurn(Row row) {
    List<@Nullable Object> turns = row.schema().has("turns") ? row.list("turns") : null;
    return turns == null || turns.isEmpty() ? null : (Map<?, ?>) turns.getLast();
  }

  private static @Nullable Spread spread(TreeMap<Long, Long> counts) {
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    return total == 0
        ? null
        : new Spread(quantile(counts, total, 0.10), quantile(counts, total, 0.25), quantile(counts, total, 0.50),
            quantile(counts, total, 0.75), quantile(counts, total, 0.90));
  }

  /// The smallest value that at least the share `q` of all do not exceed.
  private static double quantile(TreeMap<Long, Long> counts, long total, double q) {
    long rank = Math.max(1, (long) Math.ceil(q * total));
    long seen = 0;
    for (Map.Entry<Long, Long> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return entry.getKey();
      }
    }
    return counts.lastKey();
  }
}
