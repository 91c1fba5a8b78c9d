package dev.retort.teacher.simulated;

import static dev.retort.teacher.simulated.Draw.one;

import dev.retort.teacher.simulated.Template.Solution;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Texts of a wanted form.
final class FormatTasks {
  static final List<Template> TEMPLATES = List.of(counted("Give exactly {n:a} bullet points about {p:topic}.",
      "bullets="), counted("Write about {p:topic} in under {n:a} words.", "words<"),
      counted("Write exactly {n:a} sentences about {p:topic}.", "sentences="),
      counted("Make a numbered list of exactly {n:a} ideas around {p:topic}, and nothing else.", "numbered="),
      plain("Say something about {p:topic}, all in lower case.", "lower_case"),
      plain("Say something about {p:topic}, in capital letters only.", "upper_case"),
      plain("Say something about {p:topic} without using a single comma.", "no_commas"));

  private FormatTasks() {}

  private static Template counted(String text, String condition) {
    return new Template(Family.FORMAT, text, random -> fill(random, condition.equals("words<") ? 15 : 2),
        v -> v.number("a").scale() > 0 || v.integer("a") < (condition.equals("words<") ? 2 : 1) || v.integer("a") > 100
            ? null
            : new Solution(condition + v.text("a"), "keep count while writing about " + v.text("topic")));
  }

  private static Template plain(String text, String condition) {
    return new Template(Family.FORMAT, text, random -> fill(random, 1),
        v -> new Solution(condition, "write about " + v.text("topic") + " and check every letter"));
  }

  private static Map<String, String> fill(RandomGenerator random, int least) {
    return Map.of("topic", one(random, Words.TOPICS), "a", WordProblems.between(random, least, least * 4));
  }
}
