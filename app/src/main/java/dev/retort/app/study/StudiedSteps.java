package dev.retort.app.study;

import dev.retort.UserError;
import dev.retort.recipe.StudyOptions;
import dev.retort.row.Schema;
import dev.retort.run.FinishedRun;
import java.util.List;

/// Which of a run's tables is studied.
///
/// @param table the step whose rows are read
/// @param answering the step that made the answers
/// @param last the run's last step: its rows are those the answers were paid for
record StudiedSteps(String table, String answering, String last) {
  private static final String RESPONSE = "response";

  /// The step the options name; else the last one with answers before any step dropped some, since what was dropped
  /// was dropped for being bad, and teachers are to be held against each other on all they wrote.
  static StudiedSteps of(FinishedRun finished, RunFacts facts, StudyOptions options) {
    List<String> with = finished.steps().stream().filter(step -> answers(finished, step, options)).toList();
    if (with.isEmpty()) {
      throw new UserError(("found no finished step with the columns '%s' and '%s' among %s, wanted one. Name the column"
          + " that says whose answer a row is: `study: {by: COLUMN}`.").formatted(options.by(), RESPONSE,
              finished.steps()));
    }
    String named = options.from();
    if (named != null && !with.contains(named)) {
      throw new UserError("study.from: found '%s', wanted a finished step with the columns '%s' and '%s', one of %s."
          .formatted(named, options.by(), RESPONSE, with));
    }
    String table = with.getFirst();
    String answering = table;
    for (String step : with.subList(1, with.size())) {
      if (named == null ? facts.dropped(step) > 0 : table.equals(named)) {
        break;
      }
      Schema before = finished.table(table).schema();
      // More rows with other columns are no new answers: several judges give each a row of its own.
      boolean more = finished.table(step).rows() > finished.table(table).rows()
          && finished.table(step).schema().equals(before);
      answering = more ? step : answering;
      table = named != null || more || !finished.table(step).schema().equals(before) ? step : table;
    }
    return new StudiedSteps(table, answering, finished.steps().getLast());
  }

  private static boolean answers(FinishedRun finished, String step, StudyOptions options) {
    Schema schema = finished.table(step).schema();
    return schema.has(options.by()) && schema.has(RESPONSE);
  }
}
