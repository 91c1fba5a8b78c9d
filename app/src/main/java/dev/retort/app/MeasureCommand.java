package dev.retort.app;

import dev.retort.UserError;
import dev.retort.app.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `retort measure`: numbers about texts in any files.
@Command(name = "measure", description = "Measure texts in any files: similarity, diversity, style.", footer = {"",
    "Example:", "  retort measure similarity answers/*.json --by generator"})
final class MeasureCommand implements Callable<Integer>, App.Parent {
  private final Terminal terminal;

  MeasureCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Map<String, Callable<Integer>> commands() {
    Map<String, Callable<Integer>> commands = new LinkedHashMap<>();
    commands.put("similarity", new SimilarityCommand(terminal));
    commands.put("diversity", new DiversityCommand(terminal));
    commands.put("style", new StyleCommand(terminal));
    return commands;
  }

  @Override
  public Integer call() {
    throw new UserError("measure: what is to be measured was not named, wanted one of %s. See `retort measure --help`."
        .formatted(String.join(", ", commands().keySet())));
  }
}
