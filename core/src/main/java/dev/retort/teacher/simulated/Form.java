package dev.retort.teacher.simulated;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Conditions on the form of a text.
///
/// | condition | holds when |
/// |---|---|
/// | `bullets=N` | N lines begin with `-` or `*` and no other line has text |
/// | `numbered=N` | the lines are `1.` to `N.` and no other line has text |
/// | `words<N` | there is a word, and fewer than N |
/// | `sentences=N` | N runs of text end in a full stop, question or exclamation mark, and none is left open |
/// | `lower_case`, `upper_case` | there are letters, none of the other case |
/// | `no_commas` | there is text without a comma |
final class Form {
  private static final Pattern BULLET = Pattern.compile("[-*] .+");
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?]+(?=\\s|$)");

  private Form() {}

  static boolean holds(String condition, String text) {
    String kind = condition.replaceAll("[=<].*", "");
    return switch (kind) {
      case "bullets" -> all(text, number(condition), line -> BULLET.matcher(line).matches());
      case "numbered" -> numbered(text, number(condition));
      case "words" -> words(text) > 0 && words(text) < number(condition);
      case "sentences" -> sentences(text) == number(condition);
      case "lower_case" -> !text.isBlank() && text.equals(text.toLowerCase(Locale.ROOT));
      case "upper_case" -> !text.isBlank() && text.equals(text.toUpperCase(Locale.ROOT));
      case "no_commas" -> !text.isBlank() && text.indexOf(',') < 0;
      default ->
        throw new IllegalArgumentException("no condition on the form of a text is called '%s'".formatted(kind));
    };
  }

  static int number(String condition) {
    return Integer.parseInt(condition.substring(condition.replace('<', '=').indexOf('=') + 1));
  }

  static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  private static boolean all(String text, int many, Predicate<String> fits) {
    String[] lines = lines(text);
    return lines.length == many && Arrays.stream(lines).allMatch(fits);
  }

  private static boolean numbered(String text, int many) {
    String[] lines = lines(text);
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].startsWith((i + 1) + ". ")) {
        return false;
      }
    }
    return lines.length == many;
  }

  private static String[] lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toArray(String[]::new);
  }

  private static long sentences(String text) {
    String stripped = text.strip();
    boolean closed = !stripped.isEmpty() && ".!?".indexOf(stripped.charAt(stripped.length() - 1)) >= 0;
    return closed ? SENTENCE_END.matcher(stripped).results().count() : -1;
  }
}
