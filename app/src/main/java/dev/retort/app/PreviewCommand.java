package dev.retort.app;

import dev.retort.UserError;
import dev.retort.app.Library.Previewed;
import dev.retort.app.Library.PreviewedStep;
import dev.retort.app.terminal.ShownProgress;
import dev.retort.app.terminal.Terminal;
import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Type;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.RunSummary.State;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `retort preview`: a few rows through every step, shown before and after.
@Command(name = "preview", description = "Take a few rows through every step; show them before and after.", footer = {
    "", "Example:", "  retort preview recipes/quickstart.yaml -n 2"})
final class PreviewCommand implements Callable<Integer> {
  private static final int LONGEST = 300;

  private final Library library;
  private final Terminal terminal;

  @Mixin
  RecipeArguments arguments = new RecipeArguments();

  @Option(names = {"-n", "--rows"}, paramLabel = "N", description = "How many rows of each source (default: 5).")
  long rows = 5;

  PreviewCommand(Library library, Terminal terminal) {
    this.library = library;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (rows < 1 || rows > 1000) {
      throw new UserError("-n: found %d, wanted 1 to 1000.".formatted(rows));
    }
    RunOptions given = arguments.options(Place.DEFAULT, new Retry.All());
    RunOptions few = new RunOptions(given.recipe(), given.place(), given.set(), Math.min(given.limit(), rows),
        given.retry(), given.plugins());
    Previewed previewed;
    try (Interruption interruption = new Interruption(terminal).watch();
        ShownProgress progress = new ShownProgress(terminal, System::nanoTime).start()) {
      try {
        previewed = library.preview(few, progress);
      } catch (Exception e) {
        if (interruption.asked()) {
          return Exit.INTERRUPTED.code;
        }
        throw e;
      }
    }
    previewed.steps().forEach(this::print);
    if (previewed.summary().state() == State.DONE) {
      return Exit.DONE.code;
    }
    terminal.say(Tables.shortfall(previewed.summary()) + "retort: the preview stopped short. Mend what is told above"
        + " and give the same command again.");
    return Exit.SHORT.code;
  }

  private void print(PreviewedStep step) {
    terminal.result("== %s: %d in, %d out%s".formatted(step.step(), step.before().size(), step.after().size(),
        step.left().isEmpty() ? "" : "; " + Tables.reasons(step.left())));
    step.before().forEach(row -> print("before", row, List.of()));
    List<String> known = step.before().isEmpty() ? List.of() : step.before().getFirst().schema().names();
    step.after().forEach(row -> print("after ", row, known));
    terminal.result("");
  }

  /// Columns that the step added are marked with a plus.
  private void print(String side, Row row, List<String> known) {
    terminal.result("%s %s".formatted(side, row.id()));
    for (Column column : row.schema().columns()) {
      Object value = row.get(column.name());
      if (value != null) {
        String mark = known.isEmpty() || known.contains(column.name()) ? " " : "+";
        terminal.result("     %s %s: %s".formatted(mark, column.name(), shown(column.type(), value)));
      }
    }
  }

  /// A chat as a turn a line, a text as it is, anything else as JSON.
  static String shown(Type type, Object value) {
    if (type.equals(Message.LIST)) {
      StringBuilder turns = new StringBuilder();
      for (Object turn : (List<?>) value) {
        Map<?, ?> message = (Map<?, ?>) turn;
        Object calls = message.get("tool_calls");
        turns.append("\n           %s: %s".formatted(message.get("role"),
            cut(message.get("content") + (calls == null ? "" : " " + calls))));
      }
      return turns.toString();
    }
    return cut(value instanceof String text ? text : Json.MAPPER.writeValueAsString(value));
  }

  private static String cut(String text) {
    String flat = text.replace("\n", "\\n");
    int length = flat.codePointCount(0, flat.length());
    return length <= LONGEST
        ? flat
        : "%s… (%d characters)".formatted(flat.substring(0, flat.offsetByCodePoints(0, LONGEST)), length);
  }
}
