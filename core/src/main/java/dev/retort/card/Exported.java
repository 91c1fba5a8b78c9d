package dev.retort.card;

import dev.retort.row.Row;
import dev.retort.row.Source;
import dev.retort.step.OfTable.Funnel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Counts what is exported, row by row, in bounded memory.
public final class Exported {
  /// More distinct sources or teachers than a recipe can have: something is wrong with the rows.
  private static final int MOST = 10_000;

  private final TreeSet<Source> sources = new TreeSet<>();
  private final TreeMap<String, Long> byTeacher = new TreeMap<>();
  private final TreeMap<String, Set<String>> served = new TreeMap<>();
  private final TreeMap<String, Long> reasons = new TreeMap<>();
  private long rows;
  private long dropped;
  private long failed;
  private long simulated;
  private long withoutSource;

  /// Counts a row that goes out, as it was before it was laid out.
  public void kept(Row row) {
    rows++;
    List<Source> of = Source.of(row);
    sources.addAll(of);
    bounded(sources);
    withoutSource += of.isEmpty() ? 1 : 0;
    simulated += Boolean.TRUE.equals(value(row, "simulated")) ? 1 : 0;
    if (value(row, "teacher") instanceof String teacher) {
      byTeacher.merge(teacher, 1L, Long::sum);
      bounded(byTeacher.keySet());
      if (value(row, "served_model") instanceof String model && !model.isEmpty()) {
        Set<String> models = Objects.requireNonNull(served.computeIfAbsent(teacher, key -> new TreeSet<>()));
        if (models.size() < 10) {
          models.add(model);
        }
      }
    }
  }

  /// Counts a row left out on purpose.
  public void dropped(String reason) {
    dropped++;
    reasons.merge(reason, 1L, Long::sum);
  }

  /// Counts a row that could not be laid out.
  public void failed(String reason) {
    failed++;
    reasons.merge(reason, 1L, Long::sum);
  }

  private static @Nullable Object value(Row row, String column) {
    return row.schema().has(column) ? row.get(column) : null;
  }

  private static void bounded(Collection<?> distinct) {
    if (distinct.size() > MOST) {
      throw new IllegalStateException("more than %d distinct sources among the rows".formatted(MOST));
    }
  }

  public long rows() {
    return rows;
  }

  /// What the rows descend from; a row that says nothing descends from something unknown.
  public List<Source> sources() {
    List<Source> all = new ArrayList<>(sources);
    if (withoutSource > 0) {
      all.add(new Source("%d rows that name no source".formatted(withoutSource), TermsGate.UNNAMED));
    }
    return List.copyOf(all);
  }

  long simulated() {
    return simulated;
  }

  Map<String, Long> byTeacher() {
    return byTeacher;
  }

  /// Names by which servers called themselves, by teacher; ten at most.
  Map<String, Set<String>> served() {
    return served;
  }

  Funnel funnel() {
    return new Funnel(rows + dropped + failed, rows, dropped, failed, 0, rows, reasons);
  }
}
