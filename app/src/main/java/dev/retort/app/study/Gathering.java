package dev.retort.app.study;

import dev.retort.UserError;
import dev.retort.app.report.TeacherTally;
import dev.retort.recipe.StudyOptions;
import dev.retort.row.JsonTree;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.FinishedRun;
import dev.retort.step.OfTable;
import dev.retort.study.Names;
import dev.retort.study.Paired;
import dev.retort.study.Pairing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads a run's answers once: counts them all, and keeps those of the prompts that are looked at.
final class Gathering {
  private static final int MOST_NAMES = 20;

  private final FinishedRun finished;
  private final RunFacts facts;
  private final StudyOptions options;
  private final Map<String, TeacherTally> tallies = new LinkedHashMap<>();
  private final Map<String, Set<String>> served = new TreeMap<>();

  Gathering(FinishedRun finished, RunFacts facts, StudyOptions options) {
    this.finished = finished;
    this.facts = facts;
    this.options = options;
  }

  Gathered gather() {
    StudiedSteps steps = StudiedSteps.of(finished, facts, options);
    Schema schema = finished.table(steps.table()).schema();
    ScoreColumns scores = ScoreColumns.of(schema, options.scores());
    boolean once = finished.table(steps.answering()).rows() >= finished.table(steps.table()).rows();
    Pairing pairing = new Pairing(options.prompts(), facts.about().seed(), List.copyOf(facts.live().keySet()));
    try (OfTable.Rows rows = finished.scan(steps.table())) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        pairing.add(answer(row, scores));
        if (once) {
          count(row);
        }
      }
    }
    if (!once) {
      countAnswers(steps.answering());
    }
    finished.drops(steps.answering(), drop -> {
      if (drop.state().equals("failed") && !drop.teacher().isEmpty()) {
        tallies.computeIfAbsent(drop.teacher(), _ -> new TeacherTally()).failure(drop.reason());
      }
    });
    Paired paired = pairing.paired();
    if (paired.authors().isEmpty()) {
      throw new UserError("%s: found no answer in it, wanted some. Name another step with `study: {from: STEP}`."
          .formatted(steps.table()));
    }
    return new Gathered(steps, paired, tallies, accepted(steps), Names.of(paired.authors(), served),
        paired.columns().stream().map(name -> writer(steps, name)).toList());
  }

  private Pairing.Answer answer(Row row, ScoreColumns scores) {
    String teacher = teacher(row);
    String model = row.schema().has("served_model") ? row.text("served_model") : null;
    Set<String> models = served.computeIfAbsent(teacher, _ -> new TreeSet<>());
    if (model != null && !model.isEmpty() && models.size() < MOST_NAMES) {
      models.add(model);
    }
    String prompt = prompt(row);
    String id = row.schema().has("prompt_id") ? row.text("prompt_id") : null;
    String text = Objects.requireNonNullElse(row.text("response"), "");
    return new Pairing.Answer(id == null ? prompt : id, prompt, teacher, text, scores.of(row));
  }

  private String teacher(Row row) {
    return Objects.requireNonNullElse(shown(row.get(options.by())), "(none)");
  }

  private void count(Row row) {
    tallies.computeIfAbsent(teacher(row), _ -> new TeacherTally()).answer(row);
  }

  /// Where each answer stands in several rows of the studied table, as one a judge, they are counted where they were
  /// made.
  private void countAnswers(String step) {
    try (OfTable.Rows rows = finished.scan(step)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        count(row);
      }
    }
  }

  private static @Nullable String shown(@Nullable Object value) {
    return value == null || value instanceof String ? (String) value : JsonTree.canonical(value);
  }

  /// What was asked last before the answer: an instruction, or the last turn of a user.
  static String prompt(Row row) {
    for (String column : List.of("instruction", "prompt")) {
      if (row.schema().has(column) && row.get(column) instanceof String text) {
        return text;
      }
    }
    if (!row.schema().has("messages")) {
      return row.id();
    }
    List<Message> messages = Message.list(row, "messages");
    for (Message message : messages.reversed()) {
      if (message.is("user")) {
        return message.content();
      }
    }
    return messages.isEmpty() ? row.id() : messages.getFirst().content();
  }

  /// The earliest step from the answers on whose table has the column.
  private String writer(StudiedSteps steps, String score) {
    String column = ScoreColumns.column(finished.table(steps.table()).schema(), score);
    List<String> from = finished.steps().subList(finished.steps().indexOf(steps.answering()), finished.steps().size());
    return from.stream().filter(step -> finished.table(step).schema().has(column)).findFirst().orElse(steps.table());
  }

  private @Nullable Map<String, Long> accepted(StudiedSteps steps) {
    if (!finished.table(steps.last()).schema().has(options.by())) {
      return null;
    }
    Map<String, Long> accepted = new TreeMap<>();
    tallies.keySet().forEach(teacher -> accepted.put(teacher, 0L));
    boolean noneDropped = facts.steps().stream().allMatch(step -> step.dropped() == 0);
    if (noneDropped && finished.table(steps.last()).rows() == finished.table(steps.table()).rows()) {
      tallies.forEach((teacher, tally) -> accepted.put(teacher, tally.given()));
      return accepted;
    }
    try (OfTable.Rows rows = finished.scan(steps.last())) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        accepted.merge(teacher(row), 1L, Long::sum);
      }
    }
    return accepted;
  }
}
