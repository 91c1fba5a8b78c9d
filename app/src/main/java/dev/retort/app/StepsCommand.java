package dev.retort.app;

import dev.retort.UserError;
import dev.retort.app.Library.OptionSheet;
import dev.retort.app.Library.StepSheet;
import dev.retort.app.terminal.Terminal;
import dev.retort.app.terminal.TextTable;
import dev.retort.row.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `retort steps`: the catalogue, or one step's page.
@Command(name = "steps", description = "List the steps, or tell all of one.", footer = {"", "Example:",
    "  retort steps respond"})
final class StepsCommand implements Callable<Integer> {
  private final Library library;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The step to tell all of.")
  @Nullable
  String name;

  @Option(names = "--plugins", paramLabel = "DIR", description = "A folder of step jars. May be given again.")
  List<Path> plugins = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  StepsCommand(Library library, Terminal terminal) {
    this.library = library;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<StepSheet> steps = library.steps(plugins);
    String wanted = name;
    if (wanted != null) {
      StepSheet step = find(wanted, steps);
      terminal.result(json ? Json.MAPPER.valueToTree(step).toString() : page(step));
    } else if (json) {
      ArrayNode all = Json.MAPPER.createArrayNode();
      steps.forEach(step -> all.add(Json.MAPPER.<ObjectNode>valueToTree(step)));
      terminal.result(all.toString());
    } else {
      TextTable table = new TextTable("step", "what it does");
      steps.forEach(step -> table.row(step.name(), step.summary()));
      terminal.result(table.toString());
    }
    return Exit.DONE.code;
  }

  private static StepSheet find(String wanted, List<StepSheet> steps) {
    List<String> known = steps.stream().map(StepSheet::name).toList();
    return steps.stream().filter(step -> step.name().equals(wanted)).findFirst()
        .orElseThrow(() -> new UserError("steps: no step is called '%s'. There are: %s.%s".formatted(wanted,
            String.join(", ", known), NearMiss.hint(wanted, known))));
  }

  private static String page(StepSheet step) {
    TextTable table = new TextTable("option", "type", "default", "what it says");
    for (OptionSheet option : step.options()) {
      String value = option.value();
      table.row(option.name(), option.type(), value == null ? "(needed)" : value, option.text());
    }
    return step.name() + "\n\n" + step.page().strip() + (step.options().isEmpty() ? "" : "\n\n" + table);
  }
}
