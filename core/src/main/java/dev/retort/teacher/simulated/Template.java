package dev.retort.teacher.simulated;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A prompt with holes that can be filled, and found again in a text.
///
/// A hole is `{kind:name}`. Kinds: `n` a number, `w` a word, `p` a phrase of small letters, `d` a date. A name that
/// stands twice holds the same value twice. Every kind is bounded, so that looking for it takes time linear in the text.
final class Template {
  private static final Pattern HOLE = Pattern.compile("\\{([nwpd]):([a-z]+)}");

  private final Family family;
  private final String text;
  private final Filler filler;
  private final Solver solver;
  private final Pattern pattern;
  private final Set<String> names = new HashSet<>();

  Template(Family family, String text, Filler filler, Solver solver) {
    this.family = family;
    this.text = text;
    this.filler = filler;
    this.solver = solver;
    this.pattern = Pattern.compile(replaced(this::group, Pattern::quote));
  }

  /// Chooses the values of the holes.
  interface Filler {
    Map<String, String> fill(RandomGenerator random);
  }

  /// Tells the answer from the values; null where the values have none.
  interface Solver {
    @Nullable
    Solution solve(Values values);
  }

  /// An answer and how one comes to it.
  record Solution(String answer, String working) {}

  /// Values of holes by name.
  record Values(Map<String, String> byName) {
    String text(String name) {
      String value = byName.get(name);
      if (value == null) {
        throw new IllegalArgumentException("no hole '%s' among %s".formatted(name, byName.keySet()));
      }
      return value;
    }

    BigDecimal number(String name) {
      return new BigDecimal(text(name));
    }

    int integer(String name) {
      return number(name).intValue();
    }
  }

  Task generate(RandomGenerator random) {
    Map<String, String> values = filler.fill(random);
    Values read = new Values(values);
    String prompt = replaced(hole -> read.text(hole.group(2)), Function.identity());
    Solution solution = solver.solve(read);
    if (solution == null) {
      throw new IllegalStateException("a filler gave values without an answer: " + prompt);
    }
    return new Task(family, prompt, solution.answer(), solution.working());
  }

  /// The task this text holds; null when it holds none of this template.
  @Nullable
  Task find(String prompt) {
    Matcher matcher = pattern.matcher(prompt);
    if (!matcher.find()) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    names.forEach(name -> values.put(name, matcher.group(name)));
    Solution solution = solver.solve(new Values(values));
    return solution == null ? null : new Task(family, prompt, solution.answer(), solution.working());
  }

  private String group(Matcher hole) {
    String name = hole.group(2);
    return names.add(name) ? "(?<" + name + ">" + kind(hole.group(1)) + ")" : "\\k<" + name + ">";
  }

  private static String kind(String letter) {
    return switch (letter) {
      case "n" -> "\\d{1,9}(?:\\.\\d{1,4})?";
      case "w" -> "[A-Za-z]{1,24}";
      case "p" -> "[a-z]{1,24}(?: [a-z]{1,24}){0,9}";
      case "d" -> "\\d{4}-\\d{2}-\\d{2}";
      default -> throw new IllegalArgumentException("no kind of hole is called " + letter);
    };
  }

  private String replaced(Function<Matcher, String> hole, Function<String, String> between) {
    StringBuilder out = new StringBuilder();
    Matcher holes = HOLE.matcher(text);
    int from = 0;
    while (holes.find()) {
      out.append(between.apply(text.substring(from, holes.start()))).append(hole.apply(holes));
      from = holes.end();
    }
    return out.append(between.apply(text.substring(from))).toString();
  }
}
