package dev.retort.app;

import dev.retort.app.terminal.ShownProgress;
import dev.retort.app.terminal.Terminal;
import dev.retort.app.watch.EventLog;
import dev.retort.app.watch.Listeners;
import dev.retort.app.watch.LogFile;
import dev.retort.app.watch.MetricsPage;
import dev.retort.app.watch.RunFigures;
import dev.retort.run.RunListener;
import dev.retort.run.RunSummary;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a run may be watched beside its result: progress on the terminal, a page of metrics, a log of events.
final class Watching {
  @Option(names = "--metrics", paramLabel = "PORT", description = "Serve Prometheus metrics on loopback while the run goes on; 0 takes any free port.")
  @Nullable
  Integer metrics;

  @Option(names = "--log", paramLabel = "FILE", description = "Add events as JSON lines to a file; - writes them to stderr instead of progress.")
  @Nullable
  String log;

  /// What listens to one run.
  static final class Watch implements AutoCloseable {
    private final Listeners listeners;
    private final List<AutoCloseable> open;
    private final @Nullable EventLog events;

    private Watch(List<RunListener> listeners, List<AutoCloseable> open, @Nullable EventLog events) {
      this.listeners = new Listeners(listeners);
      this.open = open;
      this.events = events;
    }

    RunListener listener() {
      return listeners;
    }

    void ended(RunSummary summary) {
      if (events != null) {
        events.ended(summary);
      }
    }

    /// @param kind `mistake`, `interrupted` or `fault`
    void broke(String kind) {
      if (events != null) {
        events.broke(kind);
      }
    }

    @Override
    public void close() throws Exception {
      for (AutoCloseable each : open.reversed()) {
        each.close();
      }
    }
  }

  /// Opens what was asked for. What cannot be had is told before the run begins.
  Watch open(Terminal terminal, @Nullable Path recipe) {
    List<AutoCloseable> open = new ArrayList<>();
    try {
      return open(terminal, recipe, open);
    } catch (RuntimeException e) {
      try {
        new Watch(List.of(), open, null).close();
      } catch (Exception again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private Watch open(Terminal terminal, @Nullable Path recipe, List<AutoCloseable> open) {
    List<RunListener> listeners = new ArrayList<>();
    if (metrics != null) {
      RunFigures figures = new RunFigures();
      MetricsPage page = MetricsPage.open(metrics, figures);
      open.add(page);
      listeners.add(figures);
      terminal.say("metrics: " + page.address());
    }
    EventLog events = log == null ? null : events(log, terminal, open);
    if (events != null) {
      open.add(events);
      listeners.add(events);
      events.began(recipe == null ? "" : String.valueOf(recipe.getFileName()));
    }
    if (!"-".equals(log)) {
      ShownProgress progress = new ShownProgress(terminal, System::nanoTime).start();
      open.add(progress);
      listeners.add(progress);
    }
    return new Watch(listeners, open, events);
  }

  private static EventLog events(String to, Terminal terminal, List<AutoCloseable> open) {
    if (to.equals("-")) {
      return new EventLog(terminal::say, InstantSource.system(), System::nanoTime).start();
    }
    LogFile file = LogFile.open(Path.of(to), terminal::say);
    open.add(file);
    return new EventLog(file, InstantSource.system(), System::nanoTime).start();
  }
}
