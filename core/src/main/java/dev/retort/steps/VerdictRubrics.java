package dev.retort.steps;

import dev.retort.step.Step;
import dev.retort.step.TextOrFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The criteria judges are given: those built in, and the recipe's own.
///
/// The twelve factors are those by which WildChat-50M has answers judged; the words are ours.
final class VerdictRubrics {
  static final String HELPFULNESS = "helpfulness";
  /// Stands for all of [#FACTORS].
  static final String ALL = "factors";
  static final List<String> FACTORS = List.of("logical_robustness", "logical_correctness", "logical_efficiency",
      "commonsense_understanding", "factuality", "metacognition", "insightfulness", "completeness", "comprehension",
      "conciseness", "readability", "harmlessness");

  private VerdictRubrics() {}

  static List<String> builtIn() {
    List<String> names = new ArrayList<>(FACTORS);
    names.addFirst(HELPFULNESS);
    return names;
  }

  /// The names asked for, `factors` taken apart.
  static List<String> names(List<String> asked) {
    List<String> names = new ArrayList<>();
    asked.forEach(name -> names.addAll(name.equals(ALL) ? FACTORS : List.of(name)));
    return names;
  }

  /// Tells of names that stand for nothing, or stand twice.
  static void check(List<String> names, Map<String, TextOrFile> own, Step.Planning plan) {
    List<String> known = new ArrayList<>(builtIn());
    known.addAll(own.keySet());
    for (String name : names) {
      if (!known.contains(name)) {
        plan.problem("rubric", "no rubric '%s', wanted one of %s%s. Correct the name, or write it under 'own'."
            .formatted(name, known, Nearest.hint(name, known)));
      }
    }
    if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
      plan.problem("rubric", "found %s, wanted at least one name, each once.".formatted(names));
    }
    own.forEach((name, words) -> {
      if (words.text().isBlank()) {
        plan.problem("own", "the rubric '%s' is empty. Say what is judged.".formatted(name));
      }
      if (name.equals(ALL)) {
        plan.problem("own", "the name '%s' stands for the twelve factors. Give the rubric another.".formatted(ALL));
      } else if (!names.contains(name)) {
        plan.problem("own", "the rubric '%s' is not asked for, only %s. Name it in 'rubric', or leave it out."
            .formatted(name, names));
      }
    });
  }

  /// The criterion of a name; the recipe's own before one that is built in.
  static String text(String name, Map<String, TextOrFile> own) {
    TextOrFile words = own.get(name);
    return words == null ? resource("rubrics/" + name) : words.text().strip();
  }

  /// The criteria of names, read once for a table.
  static Map<String, String> texts(List<String> names, Map<String, TextOrFile> own) {
    Map<String, String> texts = new LinkedHashMap<>();
    names.forEach(name -> texts.put(name, text(name, own)));
    return texts;
  }

  /// A built-in text.
  static String resource(String name) {
    try (InputStream in = VerdictRubrics.class.getResourceAsStream("judge/" + name + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("the build lacks judge/" + name + ".txt");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
