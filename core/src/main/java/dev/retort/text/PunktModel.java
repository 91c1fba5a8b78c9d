package dev.retort.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is known of a language's words, for [PunktSentences] to decide by. Words are in lower case.
///
/// @param abbreviations written with a period that ends no sentence by itself; without that last period
/// @param starters words that often begin a sentence
/// @param collocations two words, with a blank between, that stand on both sides of a period inside a sentence; a number
///     is `##number##`
/// @param ordinary words that are written small, and with a capital only where a sentence begins
/// @param titled words that are written small, and inside sentences with a capital too
public record PunktModel(Set<String> abbreviations, Set<String> starters, Set<String> collocations,
    Set<String> ordinary, Set<String> titled) {

  private static final String ENGLISH = "punkt-english.txt";

  public PunktModel {
    abbreviations = Set.copyOf(abbreviations);
    starters = Set.copyOf(starters);
    collocations = Set.copyOf(collocations);
    ordinary = Set.copyOf(ordinary);
    titled = Set.copyOf(titled);
  }

  /// Retort's own parameters for English: not those that NLTK trained, so other abbreviations may be cut elsewhere.
  public static PunktModel english() {
    try (InputStream in = PunktModel.class.getResourceAsStream(ENGLISH)) {
      if (in == null) {
        throw new IllegalStateException(ENGLISH + " is missing from the jar");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sections are headed `[name]`; a line of `collocations` is one pair, lines of the others are words.
  private static PunktModel parse(List<String> lines) {
    Map<String, Set<String>> sections = new HashMap<>();
    String section = "";
    for (String line : lines) {
      if (line.startsWith("[")) {
        section = line.substring(1, line.length() - 1);
      } else if (!line.isBlank() && !line.startsWith("# ")) {
        List<String> entries = section.equals("collocations") ? List.of(line) : List.of(line.split(" "));
        sections.computeIfAbsent(section, name -> new HashSet<>()).addAll(entries);
      }
    }
    return new PunktModel(of(sections, "abbreviations"), of(sections, "starters"), of(sections, "collocations"),
        of(sections, "ordinary"), of(sections, "titled"));
  }

  private static Set<String> of(Map<String, Set<String>> sections, String name) {
    Set<String> words = sections.get(name);
    if (words == null) {
      throw new IllegalStateException(ENGLISH + ": found no section " + name);
    }
    return words;
  }

  boolean abbreviation(String word) {
    return abbreviations.contains(word) || abbreviations.contains(word.substring(word.lastIndexOf('-') + 1));
  }

  boolean writtenSmall(String word) {
    return ordinary.contains(word) || titled.contains(word);
  }
}
