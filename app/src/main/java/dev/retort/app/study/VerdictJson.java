package dev.retort.app.study;

import dev.retort.study.VerdictSheet;
import dev.retort.study.VerdictSheet.Standing;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the run's own judges said, as `study.json` has it.
final class VerdictJson {
  private VerdictJson() {}

  static void write(VerdictSheet sheet, ObjectNode node) {
    node.put("step", sheet.by().step()).put("judge", sheet.by().judge());
    node.put("simulated_judge", sheet.by().simulated()).put("from", sheet.by().ranked() ? "rankings" : "comparisons");
    ArrayNode lines = node.putArray("teachers");
    for (VerdictSheet.Line line : sheet.lines()) {
      VerdictSheet.Tally tally = line.tally();
      ObjectNode one = lines.addObject().put("teacher", line.teacher()).put("won", tally.won())
          .put("lost", tally.lost()).put("tied", tally.tied()).put("inconsistent", tally.inconsistent())
          .put("undecided", tally.undecided());
      one.set("win_rate", StudyJson.measured(line.winRate()));
      one.set("strength", StudyJson.measured(line.strength()));
    }
    standing(sheet.standing(), node.putObject("strengths"));
    StudyJson.comparisons(sheet.comparisons(), node.putArray("comparisons"));
    ObjectNode audit = node.putObject("verdicts").put("rows", sheet.audit().rows()).put("pairs", sheet.audit().pairs())
        .put("used", sheet.audit().used());
    sheet.audit().left().forEach(audit.putObject("left_out")::put);
    sheet.audit().without().forEach(audit.putObject("units_without")::put);
  }

  private static void standing(Standing standing, ObjectNode node) {
    switch (standing) {
      case Standing.Bounded bounded -> node.put("state", "finite").put("penalised_resamples", bounded.penalised());
      case Standing.Unbounded unbounded -> groups(unbounded.tiers(), node.put("state", "unbounded").putArray("tiers"));
      case Standing.Apart apart -> groups(apart.groups(), node.put("state", "disconnected").putArray("groups"));
      case Standing.None _ -> node.put("state", "none_decided");
    }
  }

  private static void groups(List<List<String>> groups, ArrayNode node) {
    for (List<String> group : groups) {
      ArrayNode names = node.addArray();
      group.forEach(names::add);
    }
  }
}
