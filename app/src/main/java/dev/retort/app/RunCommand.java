package dev.retort.app;

import dev.retort.DiskFull;
import dev.retort.UserError;
import dev.retort.app.Library.Ran;
import dev.retort.app.report.ReportPage;
import dev.retort.app.study.StudyRequest;
import dev.retort.app.terminal.Terminal;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.RunState;
import dev.retort.run.RunSummary.State;
import dev.retort.run.spend.Spend;
import dev.retort.teacher.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `retort run`: runs a recipe, or goes on with it.
@Command(name = "run", description = "Run a recipe, or go on with a run.", footer = {"", "Example:",
    "  retort run recipes/quickstart.yaml", "  retort run recipe.yaml --set random_seed=7 --limit 100 --run runs/trial",
    "The same command continues an interrupted run; finished calls are not paid again."})
final class RunCommand implements Callable<Integer> {
  private final Library library;
  private final Terminal terminal;

  @Mixin
  RecipeArguments arguments = new RecipeArguments();

  @Option(names = "--run", paramLabel = "DIR", description = "The run's folder (default: runs/NAME).")
  @Nullable
  Path folder;

  @Option(names = "--ledger", paramLabel = "FILE", description = "A ledger shared among runs (default: the run's own).")
  @Nullable
  Path ledger;

  @Option(names = "--retry", paramLabel = "WHICH", defaultValue = "all", description = "Failures of an earlier sitting to try again: all (of a"
      + " retryable class), none, or one class such as timeout (default: all).")
  String retry = "all";

  @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "duckdb", description = "duckdb (default).")
  String engine = "duckdb";

  @Mixin
  Watching watching = new Watching();

  @Option(names = "--json", description = "Print one JSON object at the end instead of tables.")
  boolean json;

  RunCommand(Library library, Terminal terminal) {
    this.library = library;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    checkEngine(engine);
    Ran ran;
    try (Interruption interruption = new Interruption(terminal).watch();
        Watching.Watch watch = watching.open(terminal, arguments.recipe)) {
      try {
        ran = library.run(arguments.options(new Place(folder, ledger), retry(retry)), watch.listener());
        write(ran);
        watch.ended(ran.summary());
      } catch (Exception e) {
        watch.broke(interruption.asked() ? "interrupted" : e instanceof UserError ? "mistake" : "fault");
        if (interruption.asked()) {
          return Exit.INTERRUPTED.code;
        }
        throw e;
      }
    }
    print(ran);
    study(ran);
    return (ran.summary().state() == State.DONE ? Exit.DONE : Exit.SHORT).code;
  }

  /// After everything else, so that a mistake in a file of judgements hides nothing of the run.
  private void study(Ran ran) {
    if (ran.studied()) {
      terminal.say("study: holding the teachers against each other");
      List<Path> files = StudyCommand.write(
          library.study(new StudyRequest(ran.summary().folder(), List.of(), Map.of())), ran.summary().folder());
      if (!json) {
        terminal.result("  " + files.getFirst());
      }
    }
  }

  private static void write(Ran ran) {
    Path file = ran.summary().folder().resolve("report.html");
    try {
      ReportPage.write(ran.report(), file);
    } catch (IOException e) {
      throw DiskFull.causes(e)
          ? DiskFull.told(file, "the report was written", e)
          : new UserError(
              "%s: the report cannot be written: %s. See that the folder may be written to; the same command"
                  .formatted(file, DiskFull.reason(e)) + " writes it again.");
    }
  }

  private void print(Ran ran) {
    if (json) {
      terminal.out().println(RunState.json(ran.summary()));
    } else {
      terminal.result(Tables.funnel(ran.summary().steps()).toString());
      if (!ran.report().teachers().isEmpty()) {
        terminal.result("\n" + Tables.teachers(ran.report().teachers()));
      }
      Spend spend = ran.summary().calls().spend();
      if (spend.tells()) {
        terminal.result("\n" + SpendTable.of(spend, ran.report().overview().output().accepted()));
        SpendTable.words(spend, ran.report().overview().output().accepted()).forEach(terminal::result);
      }
      terminal.result("\n" + Tables.ending(ran));
    }
    if (ran.summary().state() != State.DONE) {
      terminal.say(Tables.howToGoOn(ran.summary()));
    }
  }

  private static void checkEngine(String engine) {
    if (engine.equals("spark")) {
      throw new UserError("--engine: spark is not built yet. Leave it out to run on duckdb.");
    }
    if (!engine.equals("duckdb")) {
      throw new UserError("--engine: found '%s', wanted duckdb.%s".formatted(engine,
          NearMiss.hint(engine, List.of("duckdb"))));
    }
  }

  static Retry retry(String word) {
    List<String> known = new ArrayList<>(List.of("all", "none"));
    known.addAll(Arrays.stream(Failure.values()).map(Failure::word).toList());
    return switch (word) {
      case "all" -> new Retry.All();
      case "none" -> new Retry.None();
      default -> new Retry.Only(Arrays.stream(Failure.values()).filter(failure -> failure.word().equals(word))
          .findFirst().orElseThrow(() -> new UserError("--retry: found '%s', wanted one of %s.%s".formatted(word,
              String.join(", ", known), NearMiss.hint(word, known)))));
    };
  }
}
