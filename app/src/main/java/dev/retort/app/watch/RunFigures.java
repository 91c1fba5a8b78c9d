package dev.retort.app.watch;

import dev.retort.Retort;
import dev.retort.app.watch.Family.Kind;
import dev.retort.run.RunListener;
import dev.retort.run.watch.TimeHistogram.Percentiles;
import dev.retort.run.watch.Watched;
import dev.retort.step.OfTable.Funnel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gathers what a page of metrics shows of a run. Memory grows with steps and teachers only.
public final class RunFigures implements RunListener {
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private Supplier<Map<String, Watched>> teachers = Map::of;

  /// A step that has begun.
  /// @param ended how it ended; null while it goes on
  private record Step(long units, long done, long kept, long failed, @Nullable Funnel ended) {}

  @Override
  public synchronized void opened(Supplier<Map<String, Watched>> given) {
    teachers = given;
  }

  @Override
  public synchronized void stepStarted(String step, long units) {
    steps.put(step, new Step(units, 0, 0, 0, null));
  }

  @Override
  public synchronized void progress(Progress progress) {
    steps.computeIfPresent(progress.step(),
        (_, known) -> new Step(known.units, progress.done(), progress.kept(), progress.failed(), known.ended));
  }

  @Override
  public synchronized void stepEnded(String step, Funnel funnel, boolean reused) {
    steps.put(step, new Step(funnel.units(), funnel.units(), funnel.kept(), funnel.failed(), funnel));
  }

  /// All that is known now.
  List<Family> families() {
    Family calls = new Family("retort_calls", Kind.COUNTER, "Attempts that ended, by how, in this sitting.");
    Family again = new Family("retort_calls_retried", Kind.COUNTER, "Attempts that were not the first of their call.");
    Family flying = new Family("retort_calls_in_flight", Kind.GAUGE, "Calls sent and not answered.");
    Family waiting = new Family("retort_calls_waiting", Kind.GAUGE, "Calls waiting for leave to be sent.");
    Family queueing = new Family("retort_queueing_seconds", Kind.SUMMARY, "Wait for leave to be sent, within 6 %.");
    Family truncated = new Family("retort_answers_truncated", Kind.COUNTER, "Answers cut at max_tokens.");
    Family tokens = new Family("retort_tokens", Kind.COUNTER, "Tokens of answered calls, in and out.");
    Family records = new Family("retort_ledger_records", Kind.COUNTER, "Attempts put into the ledger.");
    watched().forEach((teacher, now) -> {
      calls.sample(now.calls().answered(), "teacher", teacher, "outcome", "answered");
      now.calls().failed().forEach((failure, count) -> calls.sample(count, "teacher", teacher, "outcome", failure));
      again.sample(now.calls().again(), "teacher", teacher);
      flying.sample(now.traffic().inFlight(), "teacher", teacher);
      waiting.sample(now.traffic().waiting(), "teacher", teacher);
      truncated.sample(now.calls().truncated(), "teacher", teacher);
      tokens.sample(now.tokens().in(), "teacher", teacher, "direction", "in");
      tokens.sample(now.tokens().out(), "teacher", teacher, "direction", "out");
      records.sample(now.calls().kept(), "teacher", teacher);
      queueing(queueing, teacher, now.traffic().queueing());
    });
    Family info = new Family("retort_info", Kind.GAUGE, "The version that runs.").sample(1, "version",
        Retort.VERSION);
    return List.of(info, calls, again, flying, waiting, queueing, truncated, tokens, records, units(), files());
  }

  private static void queueing(Family family, String teacher, @Nullable Percentiles percentiles) {
    if (percentiles != null) {
      family.sample(percentiles.p50() / 1000, "teacher", teacher, "quantile", "0.5");
      family.sample(percentiles.p90() / 1000, "teacher", teacher, "quantile", "0.9");
      family.sample(percentiles.p99() / 1000, "teacher", teacher, "quantile", "0.99");
      family.count(percentiles.samples(), "teacher", teacher);
    }
  }

  private Map<String, Watched> watched() {
    Supplier<Map<String, Watched>> given;
    synchronized (this) {
      given = teachers;
    }
    return given.get();
  }

  private synchronized Family units() {
    Family units = new Family("retort_step_units", Kind.GAUGE, "Units of a step by their state so far.");
    steps.forEach((name, step) -> {
      Funnel ended = step.ended;
      units.sample(step.kept, "step", name, "state", "kept");
      units.sample(step.failed, "step", name, "state", "failed");
      if (ended != null) {
        units.sample(ended.dropped(), "step", name, "state", "dropped");
        units.sample(ended.pending(), "step", name, "state", "pending");
      } else if (step.units >= 0) {
        units.sample(Math.max(0, step.units - step.done), "step", name, "state", "pending");
      }
    });
    return units;
  }

  private static Family files() {
    Family files = new Family("process_open_fds", Kind.GAUGE, "Open files and connections of this process.");
    OpenFiles.count().ifPresent(files::sample);
    return files;
  }
}
