package dev.retort.app;

import dev.retort.app.report.ReportData;
import dev.retort.app.report.ReportData.TermsRow;
import dev.retort.app.study.StudyData;
import dev.retort.app.study.StudyRequest;
import dev.retort.recipe.Problem;
import dev.retort.row.Row;
import dev.retort.run.RunListener;
import dev.retort.run.RunOptions;
import dev.retort.run.RunSummary;
import dev.retort.run.probe.Probing.Probed;
import dev.retort.run.spend.Forecast;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the commands ask of the library. Users' mistakes come as [dev.retort.UserError].
public interface Library {

  /// Runs a recipe, or goes on with it. An interrupt of the calling thread ends it early with everything durable.
  Ran run(RunOptions options, RunListener listener) throws InterruptedException;

  /// Finds every problem of a recipe; calls no model.
  Checked check(RunOptions options);

  /// Asks every teacher of a recipe what it can do, by small calls that cost what calls cost.
  /// @param before told how many calls there will be at most, before the first
  Probed probe(RunOptions options, Consumer<String> before) throws InterruptedException;

  /// Takes a few rows through every step.
  Previewed preview(RunOptions options, RunListener listener) throws InterruptedException;

  /// Runs one step over files.
  RunSummary apply(Application application, RunListener listener) throws InterruptedException;

  /// The catalogue in alphabetical order.
  List<StepSheet> steps(List<Path> plugins);

  /// Starts the simulated fleet on loopback.
  Fleet simulate(Simulation simulation);

  /// Holds the teachers of a finished run against each other.
  StudyData study(StudyRequest request);

  /// A run that ended.
  /// @param studied whether the recipe asks for a study, and the run is done
  record Ran(RunSummary summary, ReportData report, boolean studied) {
    public Ran(RunSummary summary, ReportData report) {
      this(summary, report, false);
    }
  }

  /// What a check found.
  /// @param problems what keeps the recipe from running
  /// @param notes what is worth knowing
  /// @param plan the steps, when there are no problems
  /// @param terms every dataset and teacher against the intended use
  /// @param forecast what the run will take; absent when there are problems or no model is asked
  record Checked(List<Problem> problems, List<String> notes, List<PlannedStep> plan, List<TermsRow> terms,
      @Nullable Forecast forecast) {
    public Checked {
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
      plan = List.copyOf(plan);
      terms = List.copyOf(terms);
    }
  }

  /// One step of a plan.
  /// @param columns what its table holds
  /// @param units at most; absent when nothing is known
  /// @param calls model calls by teacher, at least: one a unit, and one for each further turn; empty when none or unknown
  record PlannedStep(String step, List<String> columns, @Nullable Long units, Map<String, Long> calls) {
    public PlannedStep {
      columns = List.copyOf(columns);
      calls = Collections.unmodifiableMap(new LinkedHashMap<>(calls));
    }
  }

  /// How a preview ended.
  /// @param steps those that were finished
  record Previewed(RunSummary summary, List<PreviewedStep> steps) {
    public Previewed {
      steps = List.copyOf(steps);
    }
  }

  /// What a step made of the first rows.
  /// @param before rows that came in; none for a source
  /// @param after rows that went on
  /// @param left why rows did not go on: reason or failure class, and how many
  record PreviewedStep(String step, List<Row> before, List<Row> after, Map<String, Long> left) {
    public PreviewedStep {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /// One step to be run over files.
  /// @param step its name
  /// @param options by name, as they were written
  record Application(String step, List<Path> inputs, Path output, Map<String, String> options, List<Path> plugins) {
    public Application {
      inputs = List.copyOf(inputs);
      options = Map.copyOf(options);
      plugins = List.copyOf(plugins);
    }
  }

  /// A step as the catalogue tells it.
  /// @param summary the first sentence of its documentation
  /// @param page the whole of it: reads, writes, drops, fails, cost, source
  record StepSheet(String name, String summary, String page, List<OptionSheet> options) {
    public StepSheet {
      options = List.copyOf(options);
    }
  }

  /// An option of a step.
  /// @param value what it has when a recipe does not give it; absent when it must
  record OptionSheet(String name, String type, @Nullable String value, String text) {}

  /// What the simulated fleet is started with.
  /// @param port 0 for any that is free
  /// @param log where every request is appended; absent for nowhere
  /// @param timing scale of all waiting: 0 answers at once
  /// @param faults what goes wrong, by its name, with its rate from 0 to 1
  record Simulation(int port, long seed, @Nullable Path log, double timing, Map<String, Double> faults) {
    public Simulation {
      faults = Map.copyOf(faults);
    }
  }

  /// A running fleet.
  interface Fleet extends AutoCloseable {
    /// Where it answers, such as `http://127.0.0.1:8090/v1`.
    String baseUrl();

    /// Names of its models.
    List<String> models();

    @Override
    void close();
  }
}
