package dev.retort.app.watch;

import dev.retort.Retort;
import dev.retort.row.Json;
import dev.retort.run.RunListener;
import dev.retort.run.RunSummary;
import dev.retort.run.watch.Watched;
import dev.retort.step.OfTable.Funnel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Logs a run as JSON lines: one an event, and one a teacher every 10 s for its calls. Neither prompts nor answers.
public final class EventLog implements RunListener, AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Consumer<String> lines;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Map<String, Watched.Calls> told = new LinkedHashMap<>();
  private final Map<String, Long> begun = new LinkedHashMap<>();
  private Supplier<Map<String, Watched>> teachers = Map::of;
  private @Nullable Thread ticking;

  /// @param lines takes each line, without its end; called by one thread at a time
  /// @param clock says when something was, and may be set forward and back
  /// @param nanoTime says how long something took
  public EventLog(Consumer<String> lines, InstantSource clock, LongSupplier nanoTime) {
    this.lines = lines;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /// Tells of calls by itself until it is closed.
  public EventLog start() {
    ticking = Thread.ofVirtual().name("log").start(() -> {
      try {
        while (true) {
          Thread.sleep(EVERY);
          calls();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    return this;
  }

  private ObjectNode event(String name) {
    return Json.MAPPER.createObjectNode().put("time", clock.instant().toString()).put("event", name);
  }

  private void put(ObjectNode event) {
    lines.accept(event.toString());
  }

  /// @param recipe the file's name
  public synchronized void began(String recipe) {
    put(event("run_started").put("recipe", recipe).put("version", Retort.VERSION));
  }

  public synchronized void ended(RunSummary summary) {
    calls();
    RunSummary.Calls calls = summary.calls();
    put(event("run_ended").put("run", summary.run()).put("state", summary.state().word()).put("calls", calls.made())
        .put("replayed", calls.replayed()).put("failed", calls.failed()).put("seconds", calls.seconds()));
  }

  /// The run ended without a summary.
  /// @param kind what sort of end: `mistake`, `interrupted` or `fault`
  public synchronized void broke(String kind) {
    calls();
    put(event("run_broke").put("kind", kind));
  }

  @Override
  public synchronized void opened(Supplier<Map<String, Watched>> given) {
    teachers = given;
  }

  @Override
  public synchronized void stepStarted(String step, long units) {
    begun.put(step, nanoTime.getAsLong());
    ObjectNode event = event("step_started").put("step", step);
    put(units < 0 ? event.putNull("units") : event.put("units", units));
  }

  @Override
  public synchronized void stepEnded(String step, Funnel funnel, boolean reused) {
    calls();
    ObjectNode event = event("step_ended").put("step", step).put("units", funnel.units()).put("kept", funnel.kept())
        .put("dropped", funnel.dropped()).put("failed", funnel.failed()).put("pending", funnel.pending())
        .put("rows", funnel.rowsOut()).put("reused", reused);
    funnel.reasons().forEach(event.putObject("reasons")::put);
    Long since = begun.remove(step);
    if (since != null) {
      event.put("seconds", (nanoTime.getAsLong() - since) / 1_000_000 / 1000.0);
    }
    put(event);
  }

  @Override
  public synchronized void teacherStopped(String teacher, String message) {
    put(event("teacher_stopped").put("teacher", teacher).put("message", message));
  }

  @Override
  public synchronized void note(String message) {
    put(event("note").put("message", message));
  }

  /// Tells what each teacher did since this was told last; nothing of one that did nothing.
  synchronized void calls() {
    teachers.get().forEach((teacher, now) -> {
      Watched.Calls before = told.getOrDefault(teacher, new Watched.Calls(0, Map.of(), 0, 0, 0));
      Watched.Calls calls = now.calls();
      if (calls.answered() + calls.failures() > before.answered() + before.failures()) {
        told.put(teacher, calls);
        ObjectNode event = event("calls").put("teacher", teacher).put("answered", calls.answered() - before.answered());
        since(before.failed(), calls.failed()).forEach(event.putObject("failed")::put);
        put(event.put("retried", calls.again() - before.again()).put("in_flight", now.traffic().inFlight())
            .put("waiting", now.traffic().waiting()));
      }
    });
  }

  private static Map<String, Long> since(Map<String, Long> before, Map<String, Long> now) {
    Map<String, Long> more = new TreeMap<>();
    now.forEach((failure, count) -> {
      long added = count - before.getOrDefault(failure, 0L);
      if (added > 0) {
        more.put(failure, added);
      }
    });
    return more;
  }

  @Override
  public void close() {
    Thread thread = ticking;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
