package dev.retort.teacher.simulated;

import static dev.retort.teacher.simulated.Draw.one;

import dev.retort.teacher.simulated.Persona.Style;
import java.util.List;
import java.util.random.RandomGenerator;

/// Says the answer of a task, right or wrong, in a style.
final class TaskAnswers {
  private TaskAnswers() {}

  static String write(Task task, boolean right, Style style, RandomGenerator random) {
    Prose prose = new Prose(style, List.of("a puzzle like this"), random);
    boolean markdown = random.nextDouble() < style.markdown();
    return switch (task.family()) {
      case FORMAT ->
        new FormAnswers(new Prose(style, List.of(topic(task)), random), random).write(task.answer(), right);
      case JSON_EXTRACTION -> json(right ? task.answer() : Mistakes.of(task, random), style, markdown);
      case WORD_PROBLEM, UNIT_CONVERSION, STRING, DATE ->
        value(task, right ? task.answer() : Mistakes.of(task, random), style, markdown, prose);
    };
  }

  /// Another try at a task that was already talked about.
  static String again(Task task, boolean right, Style style, RandomGenerator random) {
    if (task.family() == Family.FORMAT || task.family() == Family.JSON_EXTRACTION) {
      return write(task, right, style, random);
    }
    String value = right ? task.answer() : Mistakes.of(task, random);
    String first = one(random, List.of("I went through it once more: ", "Coming back to your question, ", "Again, "));
    return first + task.working() + ". The answer is " + value + ".";
  }

  private static String topic(Task task) {
    return task.working().replaceFirst("^.*? about ", "").replaceFirst(" and check .*$", "");
  }

  private static String json(String value, Style style, boolean markdown) {
    return switch (style.voice()) {
      case BRIEF, CARELESS -> value;
      case SCHOLAR, GUARDED -> markdown ? "```json\n" + value + "\n```" : value;
      case CHATTY -> "Here you go, all neatly collected!\n\n```json\n" + value + "\n```";
    };
  }

  private static String value(Task task, String value, Style style, boolean markdown, Prose prose) {
    String shown = markdown ? "**" + value + "**" : value;
    return switch (style.voice()) {
      case BRIEF -> shown;
      case CARELESS -> "Easy. The answer is " + shown + ".";
      case SCHOLAR -> "To find this, " + task.working() + ". The answer is " + shown + ".";
      case GUARDED -> "If I read the question correctly, one would " + imperative(task.working())
          + ". With that caution, the answer is " + shown + ".";
      case CHATTY -> "What a fun one!" + (markdown ? "\n\n### How to get there\n\n- " : " Let's see: ") + task.working()
          + ".\n\n" + prose.sentence() + "\n\nSo the answer is " + shown + ".";
    };
  }

  private static String imperative(String working) {
    return working.startsWith("there are ") ? "note that " + working : working;
  }
}
