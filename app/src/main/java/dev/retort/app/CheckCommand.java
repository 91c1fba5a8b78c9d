package dev.retort.app;

import dev.retort.UserError;
import dev.retort.app.Library.Checked;
import dev.retort.app.Library.PlannedStep;
import dev.retort.app.report.ReportData.TermsRow;
import dev.retort.app.terminal.Terminal;
import dev.retort.app.terminal.TextTable;
import dev.retort.recipe.Problem;
import dev.retort.row.Json;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.SpendJson;
import dev.retort.run.probe.Probing.Probed;
import dev.retort.run.spend.Forecast;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `retort check`: every problem of a recipe at once; calls no model unless it is told to probe.
@Command(name = "check", description = "Find every problem of a recipe; call no model without --probe.", footer = {
    "", "Example:", "  retort check recipes/quickstart.yaml", "  retort check recipes/quickstart.yaml --probe"})
final class CheckCommand implements Callable<Integer> {
  private final Library library;
  private final Terminal terminal;

  @Mixin
  RecipeArguments arguments = new RecipeArguments();

  @Option(names = "--probe", description = "Also ask each teacher what it can do, by some twelve small calls, and refuse a recipe"
      + " that needs what one cannot do.")
  boolean probe;

  @Option(names = "--json", description = "Print problems, notes, plan and terms as one JSON object.")
  boolean json;

  CheckCommand(Library library, Terminal terminal) {
    this.library = library;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    RunOptions options = arguments.options(Place.DEFAULT, new Retry.All());
    Checked checked = library.check(options);
    Probed probed = probe && checked.problems().isEmpty() ? library.probe(options, terminal::say) : null;
    List<Problem> problems = probed == null ? checked.problems() : probed.problems();
    if (json) {
      ObjectNode object = object(checked, problems);
      if (probed != null) {
        object.set("probe", ProbeTables.json(probed.sheets()));
      }
      terminal.out().println(object);
      return (problems.isEmpty() ? Exit.DONE : Exit.MISTAKE).code;
    }
    if (checked.problems().isEmpty()) {
      print(checked);
    }
    if (probed != null) {
      terminal.result("\n" + ProbeTables.table(probed.sheets()));
    }
    if (!problems.isEmpty()) {
      throw new UserError(problems.stream().map(Problem::toString).toList());
    }
    terminal.result("\nno problems");
    return Exit.DONE.code;
  }

  private void print(Checked checked) {
    checked.notes().forEach(terminal::say);
    TextTable plan = new TextTable("step", "units", "columns");
    TextTable calls = new TextTable("teacher", "step", "calls");
    for (PlannedStep step : checked.plan()) {
      plan.row(step.step(), estimate(step.units()), String.join(", ", step.columns()));
      step.calls().forEach((teacher, count) -> calls.row(teacher, step.step(), Tables.number(count)));
    }
    terminal.result(plan.toString());
    if (checked.plan().stream().anyMatch(step -> !step.calls().isEmpty())) {
      terminal.result("\n" + calls);
      terminal.result("units: at most. calls: one for each unit, and one more for each further turn of a chat;"
          + " those in the ledger are not paid again.");
    }
    Forecast forecast = checked.forecast();
    if (forecast != null) {
      terminal.result("\n" + ForecastTable.of(forecast));
      ForecastTable.words(forecast).forEach(terminal::result);
    }
    if (!checked.terms().isEmpty()) {
      TextTable terms = new TextTable("source", "role", "terms", "for the intended use");
      for (TermsRow row : checked.terms()) {
        terms.row(row.name(), row.role(), row.terms(), row.verdict());
      }
      terminal.result("\n" + terms);
    }
  }

  private static String estimate(@Nullable Long value) {
    return value == null ? "?" : Tables.number(value);
  }

  private static ObjectNode object(Checked checked, List<Problem> found) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    ArrayNode problems = object.putArray("problems");
    for (Problem problem : found) {
      problems.addObject().put("where", problem.where()).put("message", problem.message());
    }
    ArrayNode notes = object.putArray("notes");
    checked.notes().forEach(notes::add);
    ArrayNode plan = object.putArray("plan");
    for (PlannedStep step : checked.plan()) {
      ObjectNode node = plan.addObject().put("step", step.step()).put("units", step.units());
      ObjectNode calls = node.putObject("calls");
      step.calls().forEach(calls::put);
      step.columns().forEach(node.putArray("columns")::add);
    }
    ArrayNode terms = object.putArray("terms");
    for (TermsRow row : checked.terms()) {
      terms.addObject().put("name", row.name()).put("role", row.role()).put("terms", row.terms())
          .put("verdict", row.verdict()).put("basis", row.basis());
    }
    object.set("estimate", checked.forecast() == null ? null : SpendJson.of(checked.forecast()));
    return object;
  }
}
