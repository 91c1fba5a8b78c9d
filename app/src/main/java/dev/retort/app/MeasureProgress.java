package dev.retort.app;

import dev.retort.app.terminal.ShownProgress;
import dev.retort.app.terminal.Terminal;
import dev.retort.compare.MeasureListener;
import dev.retort.run.RunListener.Progress;
import java.util.Map;

/// Shows the stages of a measurement as the steps of a run are shown.
final class MeasureProgress implements MeasureListener, AutoCloseable {
  private final ShownProgress shown;
  private String stage = "";

  MeasureProgress(Terminal terminal) {
    this.shown = new ShownProgress(terminal, System::nanoTime).start();
  }

  @Override
  public void stage(String name, long units) {
    shown.forget(stage);
    stage = name;
    shown.stepStarted(name, units);
  }

  @Override
  public void done(long units) {
    shown.progress(new Progress(stage, units, 0, 0, Map.of()));
  }

  @Override
  public void note(String note) {
    shown.note(note);
  }

  @Override
  public void close() {
    shown.close();
  }
}
