package dev.retort.app.study;

import dev.retort.measure.statistics.Resamples;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.FinishedRun;
import dev.retort.step.OfTable;
import dev.retort.study.Places;
import dev.retort.study.Tournament;
import dev.retort.study.VerdictSheet;
import dev.retort.study.VerdictSheet.By;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads what a run's own `compare` and `rank` steps said, where they said it: before anything was dropped for it.
final class VerdictReading {
  private final FinishedRun finished;
  private final Gathered gathered;
  private final Map<String, String> models;
  private final List<String> notes;
  private final Places places;

  /// @param models by teacher, what its backend calls the model
  /// @param notes to which what cannot be used is added
  VerdictReading(FinishedRun finished, Gathered gathered, Map<String, String> models, List<String> notes) {
    this.finished = finished;
    this.gathered = gathered;
    this.models = models;
    this.notes = notes;
    this.places = new Places(gathered.paired());
  }

  /// One sheet for each step and judge, in the order of steps, never pooled.
  List<VerdictSheet> sheets(Resamples resamples) {
    List<VerdictSheet> sheets = new ArrayList<>();
    List<String> steps = finished.steps();
    for (int i = 0; i < steps.size(); i++) {
      Schema schema = finished.table(steps.get(i)).schema();
      for (VerdictColumn column : VerdictColumn.in(schema)) {
        if (i > 0 && !wrote(steps.get(i - 1), steps.get(i), column)) {
          continue;
        }
        if (column.attributed(schema)) {
          sheets.addAll(sheets(steps.get(i), column, resamples));
        } else {
          notes.add(
              "The verdicts of step '%s' stand in no table: it has not %s, which say whose answers were judged. Put"
                  .formatted(steps.get(i), column.wanted()) + " 'gather' before it.");
        }
      }
    }
    return sheets;
  }

  /// Whether a step wrote the column, or passed it on: a judging step's rows are children of those before it.
  private boolean wrote(String before, String step, VerdictColumn column) {
    if (!VerdictColumn.in(finished.table(before).schema()).contains(column)) {
      return true;
    }
    List<Row> first = finished.head(step, 1);
    if (first.isEmpty()) {
      return false;
    }
    Row child = first.getFirst();
    try (OfTable.Rows rows = finished.scan(before)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        if (row.childId(step, column.judge(child), column.sample(child)).equals(child.id())) {
          return true;
        }
      }
    }
    return false;
  }

  private List<VerdictSheet> sheets(String step, VerdictColumn column, Resamples resamples) {
    Map<String, Tournament> judges = new TreeMap<>();
    Set<String> marked = new HashSet<>();
    try (OfTable.Rows rows = finished.scan(step)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        String judge = column.judge(row);
        String id = row.schema().has("prompt_id") ? row.text("prompt_id") : null;
        tournament(judges, judge).row(column.verdicts(row, places.of(id, Gathering.prompt(row))));
        if (Boolean.TRUE.equals(row.get("simulated"))) {
          marked.add(judge);
        }
      }
    }
    finished.drops(step, drop -> {
      if (!drop.teacher().isEmpty()) {
        tournament(judges, drop.teacher()).none(drop.state() + ", " + drop.reason());
      }
    });
    List<VerdictSheet> sheets = new ArrayList<>();
    judges.forEach((judge, tournament) -> sheets
        .add(tournament.sheet(new By(step, judge, column.ranked(), marked.contains(judge) && simulated(judge)),
            resamples)));
    return sheets;
  }

  /// Rows say whether anything in them was simulated: the judge, or the answers. Simulated models have names of their own.
  private boolean simulated(String judge) {
    boolean answers = gathered.tallies().values().stream().anyMatch(tally -> tally.simulated() > 0);
    return !answers || models.getOrDefault(judge, "").startsWith("sim-");
  }

  private Tournament tournament(Map<String, Tournament> judges, String judge) {
    return judges.computeIfAbsent(judge, _ -> new Tournament(gathered.paired().authors(), gathered.names(),
        gathered.paired().prompts().size()));
  }
}
