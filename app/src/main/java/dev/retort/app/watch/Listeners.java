package dev.retort.app.watch;

import dev.retort.run.RunListener;
import dev.retort.run.watch.Watched;
import dev.retort.step.OfTable.Funnel;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Tells several listeners what one hears, in their order.
public record Listeners(List<RunListener> all) implements RunListener {
  public Listeners {
    all = List.copyOf(all);
  }

  @Override
  public void opened(Supplier<Map<String, Watched>> teachers) {
    all.forEach(listener -> listener.opened(teachers));
  }

  @Override
  public void stepStarted(String step, long units) {
    all.forEach(listener -> listener.stepStarted(step, units));
  }

  @Override
  public void progress(Progress progress) {
    all.forEach(listener -> listener.progress(progress));
  }

  @Override
  public void stepEnded(String step, Funnel funnel, boolean reused) {
    all.forEach(listener -> listener.stepEnded(step, funnel, reused));
  }

  @Override
  public void teacherStopped(String teacher, String message) {
    all.forEach(listener -> listener.teacherStopped(teacher, message));
  }

  @Override
  public void note(String message) {
    all.forEach(listener -> listener.note(message));
  }
}
