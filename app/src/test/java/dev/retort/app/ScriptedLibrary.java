package dev.retort.app;

import dev.retort.app.report.ReportPageTest;
import dev.retort.app.study.StudyData;
import dev.retort.app.study.StudyRequest;
import dev.retort.run.RunListener;
import dev.retort.run.RunOptions;
import dev.retort.run.RunSummary;
import dev.retort.run.RunSummary.Calls;
import dev.retort.run.RunSummary.State;
import dev.retort.run.RunSummary.StepSummary;
import dev.retort.run.probe.Probing.Probed;
import dev.retort.step.OfTable.Funnel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A library that answers as it was told and remembers what it was asked.
final class ScriptedLibrary implements Library {
  final List<Object> asked = new ArrayList<>();
  Path folder = Path.of("target");
  State state = State.DONE;
  Checked checked = new Checked(List.of(), List.of(), List.of(), List.of(), null);
  Probed probed = new Probed(List.of(), List.of());
  List<StepSheet> steps = List.of();
  List<PreviewedStep> previewed = List.of();
  @Nullable
  RuntimeException failure;

  @Override
  public Ran run(RunOptions options, RunListener listener) {
    heard(options);
    listener.stepStarted("read", 10);
    listener.note("layout messages");
    listener.stepEnded("read", new Funnel(10, 10, 0, 0, 0, 10, Map.of()), false);
    return new Ran(summary(), ReportPageTest.data(3));
  }

  RunSummary summary() {
    long failed = state == State.DONE ? 0 : 2;
    Funnel respond = new Funnel(30, 30 - failed, 0, failed, 0, 30 - failed,
        failed == 0 ? Map.of() : Map.of("timeout", failed));
    return new RunSummary("demo", folder, state, List.of(new StepSummary("read",
        new Funnel(10, 10, 0, 0, 0, 10, Map.of()), false), new StepSummary("respond", respond, false)),
        new Calls(30, 0, 4, 1.25), List.of("export/data.jsonl"));
  }

  @Override
  public Checked check(RunOptions options) {
    heard(options);
    return checked;
  }

  @Override
  public Probed probe(RunOptions options, Consumer<String> before) {
    heard(options);
    before.accept("asking");
    return probed;
  }

  @Override
  public Previewed preview(RunOptions options, RunListener listener) {
    heard(options);
    return new Previewed(summary(), previewed);
  }

  @Override
  public RunSummary apply(Application application, RunListener listener) {
    heard(application);
    return summary();
  }

  @Override
  public StudyData study(StudyRequest request) {
    heard(request);
    return new LocalLibrary().study(request);
  }

  @Override
  public List<StepSheet> steps(List<Path> plugins) {
    heard(plugins);
    return steps;
  }

  @Override
  public Fleet simulate(Simulation simulation) {
    heard(simulation);
    Thread.currentThread().interrupt();
    return new Fleet() {
      @Override
      public String baseUrl() {
        return "http://127.0.0.1:1/v1";
      }

      @Override
      public List<String> models() {
        return List.of("sim-one");
      }

      @Override
      public void close() {
        asked.add("closed");
      }
    };
  }

  private void heard(Object question) {
    asked.add(question);
    if (failure != null) {
      throw failure;
    }
  }
}
