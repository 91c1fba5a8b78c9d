package dev.retort.run;

import dev.retort.DiskFull;
import dev.retort.UserError;
import dev.retort.engine.Engine;
import dev.retort.engine.Table;
import dev.retort.engine.duckdb.DuckDbEngine;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.Plan.Node;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.RunSummary.State;
import dev.retort.run.RunSummary.StepSummary;
import dev.retort.run.spend.Forecast;
import dev.retort.run.spend.Spend;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.run.watch.Watched;
import dev.retort.step.OfModel;
import dev.retort.step.OfRow;
import dev.retort.step.OfTable;
import dev.retort.step.OfTable.Funnel;
import dev.retort.step.Outcome;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import dev.retort.text.HfTokenizer;
import dev.retort.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One sitting of a run: does what is left to do, and can be killed at any moment.
///
/// A step is finished when its table, its drops and its export are in place and `tables/NN-step.json` says so. A
/// finished step whose fingerprint still holds is reused; any other is done anew, with model calls answered from the
/// ledger where it has them.
public final class Run {
  /// The ledger's name in a run folder.
  public static final String LEDGER = "ledger.db";

  private Opened opened;
  private final RunFolder folder;
  private final Engine engine;
  private final Ledger ledger;
  private final Calls calls;
  private final RunListener listener;
  private final AtomicBoolean interrupted = new AtomicBoolean();

  private final List<StepSummary> steps = new ArrayList<>();
  private final Map<String, Stage> stages = new LinkedHashMap<>();
  private final List<String> export = new ArrayList<>();
  private @Nullable Forecast forecast;
  private final Map<String, Schema> sources = new LinkedHashMap<>();

  private Run(Opened opened, RunFolder folder, Engine engine, Ledger ledger, Calls calls, RunListener listener) {
    this.opened = opened;
    this.folder = folder;
    this.engine = engine;
    this.ledger = ledger;
    this.calls = calls;
    this.listener = listener;
  }

  /// Runs, or goes on with, the run of a recipe.
  /// @throws UserError with every problem of the recipe, before anything is done
  public static RunSummary execute(RunOptions options, RunListener listener) {
    return execute(Opened.open(options), listener);
  }

  static RunSummary execute(Opened opened, RunListener listener) {
    return execute(opened, listener, folder -> ledger(opened.options(), folder));
  }

  /// @param ledgers opens the ledger of a run in a folder
  static RunSummary execute(Opened opened, RunListener listener, Function<Path, Ledger> ledgers) {
    opened.refuseProblems();
    opened.plan().notes().forEach(listener::note);
    try (RunFolder folder = RunFolder.open(opened.place())) {
      return execute(opened, folder, listener, ledgers);
    } catch (RuntimeException e) {
      throw !(e instanceof UserError) && DiskFull.causes(e) ? DiskFull.told(opened.place(), "the run wrote", e) : e;
    }
  }

  private static RunSummary execute(Opened opened, RunFolder folder, RunListener listener,
      Function<Path, Ledger> ledgers) {
    folder.keepRecipe(opened.text());
    try (Engine engine = new DuckDbEngine(folder.work());
        Ledger ledger = ledgers.apply(folder.root());
        Calls calls = Calls.open(setup(opened, folder, listener), ledger, opened.plan().recipe().bounds().budget())) {
      return new Run(opened, folder, engine, ledger, calls, listener).execute();
    }
  }

  /// Opens the ledger of a run: its own, or its part of one that several runs share, which are told apart by a
  /// mark each keeps in its folder.
  /// @param folder the run's
  public static Ledger ledger(RunOptions options, Path folder) {
    Path shared = options.place().ledger();
    return shared == null
        ? SqliteLedger.open(folder.resolve(LEDGER))
        : SqliteLedger.open(shared, RunFolder.mark(folder));
  }

  private static Calls.Setup setup(Opened opened, RunFolder folder, RunListener listener) {
    Path base = opened.base();
    Calls.Hooks hooks = new Calls.Hooks(described -> tokenizer(base, described), event -> {
      switch (event) {
        case Calls.Event.Stopped stopped -> listener.teacherStopped(stopped.teacher(), stopped.message());
        case Calls.Event.Note note -> listener.note(note.message());
        case Calls.Event.Changed _ -> {
        }
      }
    }, RetryPace.DEFAULT);
    return new Calls.Setup(opened.plan().teachers(), base, folder.resolve("teachers"),
        opened.plan().recipe().randomSeed(), opened.options().retry(), hooks);
  }

  static @Nullable Tokenizer tokenizer(Path base, Teacher teacher) {
    String file = teacher.tokenizer();
    return file == null ? null : HfTokenizer.open(base.resolve(file));
  }

  private RunSummary execute() {
    Instant started = Instant.now();
    long clock = System.nanoTime();
    State state = State.DONE;
    Map<String, Watched> earlier = RunState.runtime(folder.root());
    listener.opened(calls::watched);
    folder.write("run.json", RunState.running(opened, started));
    folder.sweep(opened.plan().nodes().stream().map(Node::label).collect(Collectors.toSet()));
    for (int i = 0; i < opened.plan().nodes().size() && state == State.DONE; i++) {
      Node node = opened.plan().nodes().get(i);
      if (forecast == null && node.entry().step() instanceof OfModel && BudgetProblems.any(opened.plan())) {
        forecast = forecast();
      }
      state = step(node) ? State.DONE : State.STOPPED;
      if (node.entry().step().brings() != null && state == State.DONE) {
        planFrom(node);
      }
    }
    long failed = steps.stream().mapToLong(step -> step.funnel().failed()).sum();
    if (state == State.DONE && failed > opened.plan().recipe().allowFailed()) {
      state = State.FAILED;
    }
    double seconds = Duration.ofNanos(System.nanoTime() - clock).toMillis() / 1000.0;
    Calls.Counts made = calls.total();
    RunSummary summary = new RunSummary(opened.plan().recipe().recipe(), folder.root(), state, steps,
        new RunSummary.Calls(made.made(), made.replayed(), made.failed(), seconds, spend(state)), export);
    folder.write("run.json", RunState.json(opened, summary, started, runtime(earlier)));
    return summary;
  }

  private Spend spend(State state) {
    Spend spend = calls.spend();
    return forecast == null ? spend : spend.with(forecast, state != State.STOPPED);
  }

  /// Tells what the run will take, from the sources read so far.
  private Forecast forecast() {
    Map<String, Rehearsal.Source> read = new LinkedHashMap<>();
    for (Node node : opened.plan().nodes()) {
      Stage stage = stages.get(node.name());
      if (stage != null && node.entry().step().brings() != null) {
        Table table = engine.open(folder.resolve(stage.table()));
        read.put(node.name(), new Rehearsal.Source(head(table), table.rows(), true));
      }
    }
    Forecast told = new Rehearsal(opened.plan(), teacher -> tokenizer(opened.base(), teacher), Map.of()).forecast(read);
    listener.note(told.words());
    return told;
  }

  private List<Row> head(Table table) {
    List<Row> head = new ArrayList<>();
    try (OfTable.Rows rows = engine.scan(table)) {
      for (Row row = rows.next(); row != null && head.size() < Rehearsal.ROWS; row = rows.next()) {
        head.add(row);
      }
    }
    return head;
  }

  /// What each teacher did when it was last asked: in this sitting, else in an earlier one.
  private Map<String, Watched> runtime(Map<String, Watched> earlier) {
    Map<String, Watched> last = new LinkedHashMap<>(calls.watchedAtTheEnd());
    last.replaceAll((name, now) -> now.asked() ? now : earlier.getOrDefault(name, now));
    return last;
  }

  /// Plans what comes after a source by the columns it turned out to have, before any call.
  private void planFrom(Node source) {
    Stage stage = Objects.requireNonNull(stages.get(source.name()));
    Schema schema = engine.open(folder.resolve(stage.table())).schema();
    sources.put(source.name(), schema);
    if (!schema.equals(source.columns())) {
      opened = opened.with(sources);
      opened.refuseProblems();
    }
  }

  /// Does one step, or reuses it.
  /// @return whether the next may begin
  private boolean step(Node node) {
    Stage input = node.input() < 0 ? null : stages.get(opened.plan().nodes().get(node.input()).name());
    String fingerprint = Fingerprint.of(opened.plan(), node, input == null ? "" : input.content(), opened.base(),
        opened.options().limit());
    Stage earlier = Stage.load(folder.stageFile(node));
    if (earlier != null && earlier.fingerprint().equals(fingerprint) && !worthRetrying(earlier.funnel())
        && whole(earlier)) {
      finish(node, earlier, true);
      return true;
    }
    folder.clear(node, earlier, fingerprint);
    Table table = input == null ? Table.NONE : engine.open(folder.resolve(input.table()));
    Progress progress = new Progress(listener, calls, interrupted);
    Stage stage = switch (node.entry().step()) {
      case OfRow step -> ofRow(node, step, table, fingerprint, progress);
      case OfModel step -> ofModel(node, table, fingerprint, progress);
      case OfTable step -> ofTable(node, step, table, input, fingerprint, progress);
    };
    if (!stage.funnel().balanced()) {
      throw new IllegalStateException("step %s does not add up: %s".formatted(node.name(), stage.funnel()));
    }
    if (stage.funnel().pending() > 0) {
      steps.add(new StepSummary(node.name(), stage.funnel(), false));
      listener.stepEnded(node.name(), stage.funnel(), false);
      return false;
    }
    folder.write(folder.root().relativize(folder.stageFile(node)).toString(), stage.json());
    finish(node, stage, false);
    return !interrupted.get();
  }

  private void finish(Node node, Stage stage, boolean reused) {
    stages.put(node.name(), stage);
    steps.add(new StepSummary(node.name(), stage.funnel(), reused));
    export.addAll(stage.export());
    listener.stepEnded(node.name(), stage.funnel(), reused);
  }

  private boolean whole(Stage stage) {
    return Files.isDirectory(folder.resolve(stage.table()))
        && stage.export().stream().allMatch(file -> Files.exists(folder.resolve(file)));
  }

  /// Whether a finished step has failures this sitting is to try again.
  private boolean worthRetrying(Funnel funnel) {
    for (Failure failure : Failure.values()) {
      boolean wanted = switch (opened.options().retry()) {
        case Retry.All() -> failure.retryable() || failure == Failure.BUDGET;
        case Retry.None() -> false;
        case Retry.Only(Failure only) -> failure == only;
      };
      if (wanted && funnel.reasons().containsKey("failed:" + failure.word())) {
        return true;
      }
    }
    return false;
  }

  private Stage ofRow(Node node, OfRow step, Table input, String fingerprint, Progress progress) {
    listener.stepStarted(node.name(), input.rows());
    Drops drops = progress.drops();
    OfRow.Kernel kernel = step.kernel(input.schema(), node.columns());
    OfRow.Kernel counting = row -> {
      Outcome outcome = kernel.apply(row);
      if (outcome instanceof Outcome.Kept(List<Row> rows)) {
        drops.kept(rows.size());
      }
      return outcome;
    };
    try (Engine.Writer rest = engine.ordered(folder.aside(node, "drops"), Drops.SCHEMA)) {
      Table table = engine.map(input, folder.table(node), node.columns(), counting, new Engine.Rest() {
        @Override
        public void notKept(Row row, Outcome outcome) {
          rest.add(drops.add(row.id(), "", 0, outcome, ""));
        }

        @Override
        public void progress(long done) {
          progress.tick(node.name(), done);
        }
      });
      putDrops(node, rest.publish());
      return stage(node, fingerprint, drops.funnel(input.rows(), drops.keptSoFar(), table.rows()), List.of());
    }
  }

  private Stage ofModel(Node node, Table input, String fingerprint, Progress progress) {
    ModelStage stage = new ModelStage(engine, calls, opened.plan(), node, progress);
    long units = stage.units(input);
    listener.stepStarted(node.name(), units);
    Path rest = folder.aside(node, "drops");
    Table table = stage.run(input, folder.table(node), rest);
    progress.tell(node.name(), progress.drops().done());
    if (table != null) {
      putDrops(node, engine.open(rest));
    }
    return stage(node, fingerprint, progress.drops().funnel(units), List.of());
  }

  private Stage ofTable(Node node, OfTable step, Table input, @Nullable Stage from, String fingerprint,
      Progress progress) {
    listener.stepStarted(node.name(), step.brings() == null ? input.rows() : -1);
    StageTables.Place place = new StageTables.Place(opened.base(), opened.options().limit(),
        opened.plan().recipe().randomSeed());
    try (StageTables tables = new StageTables(engine, folder, node, place, facts(), progress)) {
      OfTable.Result result = step.apply(input, tables);
      putDrops(node, tables.publishDrops());
      Table rows = (Table) result.rows();
      String table = rows.equals(input) && from != null ? from.table() : folder.put(node, rows);
      List<String> files = tables.exportName() == null
          ? List.of()
          : folder.putExport(tables.exportWork(),
              tables.exportName());
      Funnel funnel = progress.drops().funnel(result.units(), result.kept(), rows.rows());
      return new Stage(fingerprint, funnel, table, content(table, funnel), files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Drops are one file, however many parts their table has.
  private void putDrops(Node node, Table made) {
    Path file = folder.aside(node, "drops.parquet");
    engine.file(made, file);
    folder.putDrops(node, file);
  }

  /// A step done again may give other rows from equal options, when failures were tried again.
  private String content(String table, Funnel funnel) {
    return Fingerprint.content(folder.resolve(table), Stage.json(funnel).toString());
  }

  private Stage stage(Node node, String fingerprint, Funnel funnel, List<String> files) {
    String table = folder.root().relativize(folder.table(node)).toString();
    return new Stage(fingerprint, funnel, table, funnel.pending() > 0 ? "" : content(table, funnel), files);
  }

  private OfTable.RunFacts facts() {
    Map<String, Funnel> funnels = new LinkedHashMap<>();
    steps.forEach(step -> funnels.put(step.step(), step.funnel()));
    Plan plan = opened.plan();
    return new OfTable.RunFacts() {
      @Override
      public String recipe() {
        return plan.recipe().recipe();
      }

      @Override
      public Use intendedUse() {
        return plan.recipe().intendedUse();
      }

      @Override
      public Map<String, Teacher> teachers() {
        return plan.teachers();
      }

      @Override
      public Map<String, Terms> datasets() {
        return plan.datasets();
      }

      @Override
      public Map<String, Funnel> funnels() {
        return funnels;
      }

      @Override
      public long simulated() {
        return opened.options().place().ledger() == null ? ledger.simulated() : 0;
      }
    };
  }
}
