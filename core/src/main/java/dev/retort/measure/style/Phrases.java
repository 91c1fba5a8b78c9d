package dev.retort.measure.style;

import dev.retort.text.PythonSpace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A list of phrases that are looked for in normalised text.
///
/// Normalised is: small letters, straight apostrophes, runs of white space one blank. A phrase is found between word
/// boundaries, so that `sorry` is not found in `sorrywart`.
///
/// @param name what the phrases are signs of
/// @param phrases normalised, the first that is found counts
/// @param within how many characters from the start are looked at
public record Phrases(String name, List<String> phrases, int within) {
  /// A refusal is said at once; further on the same words are often a story's.
  private static final int OPENING = 300;

  public Phrases {
    phrases = phrases.stream().map(Phrases::normalised).distinct().toList();
    if (phrases.isEmpty() || phrases.contains("")) {
      throw new IllegalArgumentException(name + ": found an empty phrase or no phrase, wanted one at least.");
    }
  }

  /// Retort's own list of how models refuse in English, looked for in the first 300 characters.
  public static Phrases refusals() {
    return new Phrases("refusal", lines("refusals.txt"), OPENING);
  }

  /// Retort's own list of how models speak of themselves as machines in English, looked for in the whole text.
  public static Phrases asAnAi() {
    return new Phrases("as_an_ai", lines("as-an-ai.txt"), Integer.MAX_VALUE);
  }

  static List<String> lines(String resource) {
    try (InputStream in = Phrases.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The first phrase of the list that the text holds.
  public Optional<String> find(String text) {
    String normalised = normalised(text);
    String searched = normalised.length() > within ? normalised.substring(0, within) : normalised;
    return phrases.stream().filter(phrase -> holds(searched, phrase)).findFirst();
  }

  private static boolean holds(String text, String phrase) {
    for (int at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
      int end = at + phrase.length();
      boolean starts = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      if (starts && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  static String normalised(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean blank = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (PythonSpace.is(c)) {
        if (!blank) {
          out.append(' ');
        }
        blank = true;
      } else {
        out.append(c == '\u2019' || c == '\u2018' ? '\'' : Character.toLowerCase(c));
        blank = false;
      }
    }
    return out.toString().stripTrailing();
  }
}
