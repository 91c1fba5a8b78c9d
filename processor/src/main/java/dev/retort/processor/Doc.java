package dev.retort.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A doc comment taken apart.
///
/// @param summary its first sentence
/// @param text the paragraphs after it that are no section and no example
/// @param sections the paragraphs beginning `Reads:` and so on, by that word
/// @param params what `@param` says, by name
/// @param example the first `yaml` block; empty when there is none
record Doc(String summary, String text, Map<String, String> sections, Map<String, String> params, String example) {

  /// The paragraphs every step must have, in the order they are shown.
  static final List<String> SECTIONS = List.of("Reads", "Writes", "Drops", "Fails", "Cost", "Source");

  private static final Pattern REFERENCE = Pattern
      .compile("(?<![\\w`])\\[`?([A-Za-z_][\\w.]*(?:#\\w+)?|#\\w+)`?](?![(\\[])");

  static Doc parse(@Nullable String comment) {
    Reader reader = new Reader();
    for (String line : (comment == null ? "" : comment).split("\r?\n", -1)) {
      reader.take(line);
    }
    return reader.finish();
  }

  List<String> missing() {
    return SECTIONS.stream().filter(name -> sections.getOrDefault(name, "").isEmpty()).toList();
  }

  /// Goes over the lines once; `current` is where plain lines are added.
  private static final class Reader {
    private final StringBuilder body = new StringBuilder();
    private final Map<String, StringBuilder> sections = new LinkedHashMap<>();
    private final Map<String, StringBuilder> params = new LinkedHashMap<>();
    private final StringBuilder example = new StringBuilder();
    private StringBuilder current = body;
    private boolean tagged;
    private boolean fenced;
    private boolean inExample;

    void take(String raw) {
      String line = raw.strip();
      if (line.startsWith("```")) {
        fence(line, raw);
      } else if (inExample) {
        example.append(raw.stripTrailing()).append('\n');
      } else if (fenced) {
        body.append(raw.stripTrailing()).append('\n');
      } else if (line.startsWith("@")) {
        tag(line);
      } else if (line.isEmpty()) {
        current = tagged ? current : body;
        current.append("\n\n");
      } else {
        plain(line);
      }
    }

    private void fence(String line, String raw) {
      if (inExample) {
        inExample = false;
        fenced = false;
        return;
      }
      inExample = !fenced && example.isEmpty() && line.equals("```yaml");
      fenced = !fenced;
      current = body;
      if (!inExample) {
        body.append(raw.stripTrailing()).append('\n');
      }
    }

    private void tag(String line) {
      String[] words = line.split("\\s+", 3);
      current = new StringBuilder();
      tagged = true;
      if (words[0].equals("@param") && words.length > 1) {
        params.put(words[1], current);
        current.append(words.length > 2 ? words[2] : "");
      }
    }

    private void plain(String line) {
      for (String name : SECTIONS) {
        if (line.startsWith(name + ":") && !tagged) {
          current = new StringBuilder(line.substring(name.length() + 1).strip());
          sections.put(name, current);
          return;
        }
      }
      boolean table = line.startsWith("|") || line.startsWith("- ");
      current.append(current.isEmpty() || current.charAt(current.length() - 1) == '\n' ? "" : table ? "\n" : " ");
      current.append(line);
    }

    Doc finish() {
      String all = markdown(body.toString()).strip();
      int end = sentenceEnd(all);
      return new Doc(all.substring(0, end).strip(), all.substring(end).strip().replaceAll("\n{3,}", "\n\n"),
          texts(sections), texts(params), indentRemoved(example.toString()));
    }
  }

  private static Map<String, String> texts(Map<String, StringBuilder> from) {
    Map<String, String> result = new LinkedHashMap<>();
    from.forEach((name, text) -> result.put(name, markdown(text.toString()).strip().replaceAll("\\s*\n\\s*", " ")));
    return result;
  }

  private static int sentenceEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      boolean last = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
      if (text.charAt(i) == '.' && last) {
        return i + 1;
      }
      if (text.startsWith("\n\n", i)) {
        return i;
      }
    }
    return text.length();
  }

  /// References of Javadoc become code, for a reader of the page has no classes at hand.
  private static String markdown(String text) {
    String code = REFERENCE.matcher(text)
        .replaceAll(match -> "`" + match.group(1).replaceFirst("^#", "").replace('#', '.') + "`");
    return code.replaceAll("\\{@(?:code|link|linkplain|literal) ([^}]*)}", "`$1`");
  }

  private static String indentRemoved(String block) {
    return block.isEmpty() ? "" : block.stripIndent().stripTrailing() + "\n";
  }

  /// The text without the line breaks a table cell cannot hold.
  static List<String> paragraphs(String text) {
    List<String> result = new ArrayList<>();
    for (String part : text.split("\n\n+")) {
      if (!part.isBlank()) {
        result.add(part.strip());
      }
    }
    return result;
  }
}
