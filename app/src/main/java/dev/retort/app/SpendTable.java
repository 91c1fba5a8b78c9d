package dev.retort.app;

import dev.retort.app.report.Accepted;
import dev.retort.app.report.CostSheet;
import dev.retort.app.report.CostSheet.Line;
import dev.retort.app.terminal.TextTable;
import dev.retort.run.RunSummary;
import dev.retort.run.spend.Ceiling;
import dev.retort.run.spend.Spend;
import java.util.ArrayList;
import java.util.List;

/// What a run cost, as it is printed at its end.
final class SpendTable {
  private SpendTable() {}

  static TextTable of(Spend spend, Accepted accepted) {
    TextTable table = new TextTable("teacher", "step", "calls", "tokens in", "tokens out", "USD", "kept rows",
        "USD a kept row");
    for (Line line : CostSheet.lines(spend, accepted)) {
      table.row(line.teacher(), line.step(), Tables.number(line.used().calls()), Tables.number(line.used().prompt()),
          Tables.number(line.used().completion()), line.usd(), line.kept(), line.perRow());
    }
    return table;
  }

  /// What the table does not say.
  static List<String> words(Spend spend, Accepted accepted) {
    List<String> words = new ArrayList<>();
    words.add("all sittings; kept rows: those of the last step, %s".formatted(
        accepted.step().isEmpty() ? "which is not finished" : "'" + accepted.step() + "'"));
    words.addAll(CostSheet.words(spend));
    return words;
  }

  /// A line for each budget that kept calls from being made.
  static String howToGoOn(RunSummary summary) {
    StringBuilder text = new StringBuilder();
    long pending = summary.steps().stream().mapToLong(step -> step.funnel().pending()).sum();
    for (Ceiling ceiling : summary.calls().spend().stopped()) {
      text.append("%s.%s is used up: %s spent, %d units are pending. Go on with --set %s.%s=MORE\n".formatted(
          ceiling.path(), ceiling.stoppedBy(), ceiling.words(), pending, ceiling.path(), ceiling.stoppedBy()));
    }
    return text.toString();
  }
}
