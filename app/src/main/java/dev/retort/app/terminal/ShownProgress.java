package dev.retort.app.terminal;

import dev.retort.run.RunListener;
import dev.retort.step.OfTable.Funnel;
import dev.retort.text.Visible;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Shows a run while it goes on: a bar that is drawn over on a terminal, else a plain line now and then.
///
/// Finished steps and notes stay as lines of their own. [#draw] is called by a clock, never by the run's threads.
public final class ShownProgress implements RunListener, AutoCloseable {
  private static final Duration LIVE_EVERY = Duration.ofMillis(150);
  private static final Duration PLAIN_EVERY = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private final Map<String, Running> running = new LinkedHashMap<>();
  private int drawn;
  private @Nullable Thread clock;

  /// A step that has begun and not ended.
  private record Running(long units, long since, Progress progress) {}

  public ShownProgress(Terminal terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /// Draws by itself until it is closed.
  public ShownProgress start() {
    long millis = (terminal.look().live() ? LIVE_EVERY : PLAIN_EVERY).toMillis();
    clock = Thread.ofVirtual().name("progress").start(() -> {
      try {
        while (true) {
          Thread.sleep(millis);
          draw();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    return this;
  }

  @Override
  public synchronized void stepStarted(String step, long units) {
    running.put(step, new Running(units, nanoTime.getAsLong(), new Progress(step, 0, 0, 0, Map.of())));
  }

  @Override
  public synchronized void progress(Progress progress) {
    running.computeIfPresent(progress.step(), (_, known) -> new Running(known.units, known.since, progress));
  }

  @Override
  public synchronized void stepEnded(String step, Funnel funnel, boolean reused) {
    Running known = running.remove(step);
    String time = known == null || reused ? "" : ", " + Bar.clock((nanoTime.getAsLong() - known.since) / 1_000_000_000);
    line("%s: %d units, %d kept, %d dropped, %d failed, %d pending, %d rows%s".formatted(step, funnel.units(),
        funnel.kept(), funnel.dropped(), funnel.failed(), funnel.pending(), funnel.rowsOut(),
        reused ? " (finished before)" : time));
  }

  /// Stops showing a step, without a line of its own.
  public synchronized void forget(String step) {
    running.remove(step);
  }

  @Override
  public synchronized void note(String message) {
    line(message);
  }

  /// Draws the steps that are running, over what was drawn before when somebody watches.
  synchronized void draw() {
    StringBuilder out = new StringBuilder();
    erase(out);
    int width = terminal.look().width();
    Map<String, Long> calls = new HashMap<>();
    for (Running step : running.values()) {
      Duration spent = Duration.ofNanos(nanoTime.getAsLong() - step.since);
      append(Bar.line(step.progress, step.units, spent, width), true, out);
      if (step.progress.spent() != null) {
        append(Bar.money(step.progress.spent(), step.units - step.progress.done(), width), false, out);
      }
      step.progress.callsMade().forEach((teacher, made) -> calls.merge(teacher, made, Long::sum));
    }
    String teachers = Bar.teachers(calls, width);
    if (!teachers.isEmpty()) {
      append(teachers, false, out);
    }
    terminal.err().print(out);
    terminal.err().flush();
  }

  private void append(String line, boolean strong, StringBuilder out) {
    boolean colour = strong && terminal.look().colour();
    out.append(colour ? "\u001b[36m" : "").append(line).append(colour ? "\u001b[0m" : "").append('\n');
    drawn += terminal.look().live() ? 1 : 0;
  }

  private void line(String text) {
    StringBuilder out = new StringBuilder();
    erase(out);
    out.append(Visible.inTerminal(text)).append('\n');
    terminal.err().print(out);
    terminal.err().flush();
  }

  private void erase(StringBuilder out) {
    if (drawn > 0) {
      out.append("\u001b[").append(drawn).append("A\r\u001b[J");
      drawn = 0;
    }
  }

  /// Stops drawing and takes away what was drawn.
  @Override
  public void close() {
    Thread ticking = clock;
    if (ticking != null) {
      ticking.interrupt();
    }
    synchronized (this) {
      running.clear();
      StringBuilder out = new StringBuilder();
      erase(out);
      terminal.err().print(out);
      terminal.err().flush();
    }
  }
}
