package dev.retort.app;

import dev.retort.app.terminal.Terminal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ends a run early when the process is told to stop (Ctrl-C), leaving everything durable.
///
/// The hook interrupts the working thread and waits for it, but not for ever: what is in the ledger is safe either way.
final class Interruption implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String KEPT = "retort: interrupted. What is done is kept; the same command goes on from here.";

  private final Terminal terminal;
  private final String farewell;
  private final Thread worker = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean asked = new AtomicBoolean();
  private final Thread hook = new Thread(this::stop, "interruption");

  Interruption(Terminal terminal) {
    this(terminal, KEPT);
  }

  Interruption(Terminal terminal, String farewell) {
    this.terminal = terminal;
    this.farewell = farewell;
  }

  /// Watches for the process being told to stop, until closed.
  Interruption watch() {
    Runtime.getRuntime().addShutdownHook(hook);
    return this;
  }

  boolean asked() {
    return asked.get();
  }

  void stop() {
    asked.set(true);
    worker.interrupt();
    try {
      boolean clean = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      terminal
          .say(clean ? farewell : farewell + " (Work under way did not end within " + PATIENCE.toSeconds() + " s.)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook is at work: it has just been told that the worker ended.
      asked.set(true);
    }
  }
}
