package dev.retort.run;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.OfTable.Funnel;
import dev.retort.step.Outcome;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How units that were not kept are written and counted.
///
/// A reason is counted as `dropped:too_short`, `undecided:score`, `failed:timeout`.
final class Drops {
  static final Schema SCHEMA = Schema.of(Column.text("teacher"), Column.integer("sample"), Column.text("state"),
      Column.text("reason"), Column.text("detail"));

  private final LongAdder kept = new LongAdder();
  private final LongAdder rowsOut = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder pending = new LongAdder();
  private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();

  /// Counts an outcome that is not kept, and gives its row.
  Row add(String id, String teacher, long sample, Outcome outcome, String detail) {
    return switch (outcome) {
      case Outcome.Dropped(String reason) -> add(id, teacher, sample, "dropped", reason, detail);
      case Outcome.Undecided(String reason) -> add(id, teacher, sample, "undecided", reason, detail);
      case Outcome.Failed(var failure, String message) ->
        add(id, teacher, sample, "failed", failure.word(), detail.isEmpty() ? message : detail);
      case Outcome.Kept kept -> throw new IllegalArgumentException("kept: " + kept);
    };
  }

  private Row add(String id, String teacher, long sample, String state, String reason, String detail) {
    (state.equals("failed") ? failed : dropped).increment();
    reasons.computeIfAbsent(state + ":" + reason, key -> new LongAdder()).increment();
    return new Row(id, SCHEMA, teacher, sample, state, reason, detail);
  }

  void kept(int rows) {
    kept.increment();
    rowsOut.add(rows);
  }

  void pending(long units) {
    pending.add(units);
  }

  long done() {
    return kept.sum() + dropped.sum() + failed.sum();
  }

  long keptSoFar() {
    return kept.sum();
  }

  long failedSoFar() {
    return failed.sum();
  }

  long dropsSoFar() {
    return dropped.sum() + failed.sum();
  }

  long pendingSoFar() {
    return pending.sum();
  }

  /// @param units counted apart from the outcomes, so that the balance is a check
  Funnel funnel(long units) {
    return funnel(units, kept.sum(), rowsOut.sum());
  }

  Funnel funnel(long units, long keptUnits, long rows) {
    Map<String, Long> counted = new TreeMap<>();
    reasons.forEach((reason, count) -> counted.put(reason, count.sum()));
    return new Funnel(units, keptUnits, dropped.sum(), failed.sum(), pending.sum(), rows, counted);
  }
}
