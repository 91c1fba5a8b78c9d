package dev.retort.steps;

import dev.retort.steps.VerdictAsking.Parse;
import dev.retort.teacher.Reply;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the line of a judge's reply that says its verdict, such as `Score: 7`. It guesses nothing.
///
/// @param <T> what a verdict is
/// @param key the word before the colon
/// @param value reads what stands behind the colon, Markdown taken away; null for what is no verdict
/// @param wanted the line as the judge was asked for it
record VerdictLine<T>(String key, Function<String, @Nullable T> value, String wanted) {
  private static final Pattern MARKS = Pattern.compile("[*_`]+");
  private static final Pattern ALONE = Pattern.compile("\\A\\s*(?<statement>(?<key>[A-Za-z]+):(?<rest>.*))\\s*\\z");
  private static final Pattern AMONG = Pattern
      .compile("(?m)^[ \t>#*_`-]*(?<statement>(?<key>[A-Za-z]+)[ \t*_`]*:(?<rest>.*))$");

  /// What was read.
  sealed interface Read<T> {
    /// @param statement the reply's own characters, from the key to the line's end
    record Said<T>(T value, String statement) implements Read<T> {}

    /// @param why for people, and for the judge when it is asked again
    record Unread<T>(String why) implements Read<T> {}
  }

  Read<T> read(Reply.Choice choice, Parse parse) {
    String text = choice.text();
    if (text.isBlank()) {
      return new Read.Unread<>("the reply is empty");
    }
    Matcher line = (parse == Parse.STRICT ? ALONE : AMONG).matcher(text);
    Read.@Nullable Said<T> said = null;
    while (line.find()) {
      if (!line.group("key").equalsIgnoreCase(key)) {
        continue;
      }
      String statement = line.group("statement").stripTrailing();
      T found = value.apply(MARKS.matcher(line.group("rest")).replaceAll("").strip());
      if (found == null) {
        return new Read.Unread<>("'%s' was found, '%s' was wanted".formatted(cut(statement), wanted));
      }
      if (choice.truncated() && text.substring(line.end()).isBlank()) {
        return new Read.Unread<>("it was cut at max_tokens within '%s'".formatted(cut(statement)));
      }
      if (said != null && !said.value().equals(found)) {
        return new Read.Unread<>(
            "both '%s' and '%s' were found, one was wanted".formatted(cut(said.statement()), cut(statement)));
      }
      said = new Read.Said<>(found, statement);
    }
    return said != null ? said : new Read.Unread<>("no line '%s' was found".formatted(wanted));
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= 60 ? text : text.substring(0, text.offsetByCodePoints(0, 60)) + "…";
  }
}
