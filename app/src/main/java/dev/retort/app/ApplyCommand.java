package dev.retort.app;

import dev.retort.UserError;
import dev.retort.app.Library.Application;
import dev.retort.app.terminal.ShownProgress;
import dev.retort.app.terminal.Terminal;
import dev.retort.run.RunState;
import dev.retort.run.RunSummary;
import dev.retort.run.RunSummary.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `retort apply`: one step over files, without a recipe.
///
/// Options it does not know are the step's own: they come in among the words and are told apart here.
@Command(name = "apply", description = "Run one step over files, without a recipe.", customSynopsis = {
    "retort apply [--plugins=DIR] [--json] STEP INPUT... -o OUTPUT [--OPTION VALUE]..."}, footer = {"", "Example:",
        "  retort apply sample chats.jsonl -o few.jsonl --n 100",
        "  retort apply respond chats.jsonl -o answers.jsonl --teachers.sim.simulated.model sim-scholar",
        "`retort steps STEP` tells a step's options; --on-bad-row and --on_bad_row are one."})
final class ApplyCommand implements Callable<Integer> {
  private final Library library;
  private final Terminal terminal;

  @Parameters(paramLabel = "WORD", description = "The step, its input files, and its options.")
  List<String> words = new ArrayList<>();

  @Option(names = {"-o", "--output"}, paramLabel = "OUTPUT", description = "The file to write.")
  @Nullable
  Path output;

  @Option(names = "--plugins", paramLabel = "DIR", description = "A folder of step jars. May be given again.")
  List<Path> plugins = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object at the end instead of a table.")
  boolean json;

  ApplyCommand(Library library, Terminal terminal) {
    this.library = library;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Application application = application();
    RunSummary summary;
    try (Interruption interruption = new Interruption(terminal).watch();
        ShownProgress progress = new ShownProgress(terminal, System::nanoTime).start()) {
      try {
        summary = library.apply(application, progress);
      } catch (Exception e) {
        if (interruption.asked()) {
          return Exit.INTERRUPTED.code;
        }
        throw e;
      }
    }
    if (json) {
      terminal.out().println(RunState.json(summary));
    } else {
      terminal.result(Tables.funnel(summary.steps()).toString());
    }
    if (summary.state() == State.DONE) {
      return Exit.DONE.code;
    }
    terminal.say(Tables.shortfall(summary) + (summary.export().isEmpty()
        ? "retort: the step stopped short and nothing was written. Mend what is told above and give the same command again."
        : "retort: units that failed are not in %s.".formatted(output)));
    return Exit.SHORT.code;
  }

  private Application application() {
    List<String> plain = new ArrayList<>();
    Map<String, String> options = new LinkedHashMap<>();
    split(plain, options);
    if (plain.size() < 2) {
      throw new UserError("apply: found '%s', wanted a step and at least one input file.".formatted(String.join(" ",
          plain)));
    }
    Path written = output;
    if (written == null) {
      throw new UserError("apply: no output was named. Add -o FILE.");
    }
    return new Application(plain.getFirst(), plain.subList(1, plain.size()).stream().map(Path::of).toList(), written,
        options, plugins);
  }

  private void split(List<String> plain, Map<String, String> options) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--") || word.length() == 2) {
        plain.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      if (equals < 0 && i + 1 == words.size()) {
        throw new UserError("%s: no value follows. Write %s VALUE.".formatted(word, word));
      }
      String given = word.substring(2, equals < 0 ? word.length() : equals);
      String name = given.startsWith("teachers.") ? given : given.replace('-', '_');
      if (options.put(name, equals < 0 ? words.get(++i) : word.substring(equals + 1)) != null) {
        throw new UserError("--%s is given twice. Give it once.".formatted(name));
      }
    }
  }
}
