package dev.retort.app;

import dev.retort.DiskFull;
import dev.retort.UserError;
import dev.retort.app.study.QualityView;
import dev.retort.app.study.StudyData;
import dev.retort.app.study.StudyJson;
import dev.retort.app.study.StudyPage;
import dev.retort.app.study.StudyRequest;
import dev.retort.app.study.StudyWords;
import dev.retort.app.study.VerdictWords;
import dev.retort.app.terminal.Terminal;
import dev.retort.app.terminal.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `retort study`: holds the teachers of a finished run against each other.
@Command(name = "study", description = "Hold the teachers of a finished run against each other; call no model.", footer = {
    "", "Example:", "  retort study runs/quickstart",
    "  retort study runs/alpaca-eval --preferences 'data/alpaca_eval/preferences/*/*.jsonl'",
    "Writes study.html, study.md and study.json. A recipe with 'study:' gets them at the end of its run."})
final class StudyCommand implements Callable<Integer> {
  private final Library library;
  private final Terminal terminal;

  @Parameters(paramLabel = "RUN", description = "The run's folder.")
  @Nullable
  Path run;

  @Option(names = "--preferences", paramLabel = "FILES", description = "Files of judgements that hold two answers against each other, a path or a"
      + " quoted glob, instead of the recipe's; laid out as AlpacaEval's, or as 'study: {preferences: ...}' says. May be given again.")
  List<String> preferences = new ArrayList<>();

  @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Replaces a value of the recipe, such as study.prompts=500. May be given again.")
  List<String> set = new ArrayList<>();

  @Option(names = "--out", paramLabel = "DIR", description = "Where the study is written (default: the run's folder).")
  @Nullable
  Path out;

  @Option(names = "--json", description = "Print study.json instead of tables.")
  boolean json;

  StudyCommand(Library library, Terminal terminal) {
    this.library = library;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path folder = folder();
    StudyData data = library.study(new StudyRequest(folder, preferences, RecipeArguments.pairs("--set", set)));
    Path place = out == null ? folder : out;
    List<Path> files = write(data, place);
    if (json) {
      terminal.out().println(StudyJson.of(data));
    } else {
      print(data, files);
    }
    return Exit.DONE.code;
  }

  static List<Path> write(StudyData data, Path place) {
    try {
      return StudyPage.write(data, place);
    } catch (IOException e) {
      throw DiskFull.causes(e)
          ? DiskFull.told(place, "the study was written", e)
          : new UserError("%s: the study cannot be written: %s. See that the folder may be written to.".formatted(place,
              DiskFull.reason(e)));
    }
  }

  /// A folder, or the name of one in `runs`.
  private Path folder() {
    Path named = run;
    if (named == null) {
      throw new UserError("retort: no run was named. Give the folder of one, such as runs/quickstart.");
    }
    Path inRuns = Path.of("runs").resolve(named);
    return !Files.exists(named) && Files.isDirectory(inRuns) ? inRuns : named;
  }

  private void print(StudyData data, List<Path> files) {
    terminal.result(StudyWords.basis(data) + "\n");
    for (QualityView view : data.quality()) {
      TextTable table = new TextTable("teacher", view.title(), "low", "high", "p against the next");
      view.values().forEach((teacher, value) -> table.row(data.label(teacher), StudyWords.number(value.value()),
          StudyWords.number(value.low()), StudyWords.number(value.high()), StudyWords.p(view.withNext(teacher))));
      terminal.result(table + "\n");
    }
    if (data.study().preferences() != null) {
      StudyWords.audit(data.study().preferences().audit()).forEach(terminal::result);
      terminal.result("Not judged: %d teachers.\n".formatted(data.study().preferences().notJudged().size()));
    }
    data.study().verdicts().forEach(sheet -> VerdictWords.below(data, sheet).forEach(terminal::result));
    StudyWords.limits(data).forEach(terminal::result);
    data.notes().forEach(terminal::say);
    files.forEach(file -> terminal.result("  " + file));
  }
}
