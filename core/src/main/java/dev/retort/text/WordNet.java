package dev.retort.text;

import dev.retort.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The synonyms of a WordNet dictionary folder, read into memory.
///
/// The folder is what WordNet installs: `index.noun`, `data.noun`, `noun.exc` and those of `verb`, `adj` and `adv`. A
/// word's base forms are found as NLTK finds them: by the list of exceptions, else by taking endings off until something
/// is in the index. Takes about 40 MB for WordNet 3.0.
public final class WordNet {
  private static final List<Rules> PARTS = List.of(
      new Rules("noun", "s:", "ses:s", "ves:f", "xes:x", "zes:z", "ches:ch", "shes:sh", "men:man", "ies:y"),
      new Rules("verb", "s:", "ies:y", "es:e", "es:", "ed:e", "ed:", "ing:e", "ing:"),
      new Rules("adj", "er:", "est:", "er:e", "est:e"), new Rules("adv"));

  /// @param part the part of speech, as files are named
  /// @param endings with what takes their place
  private record Rules(String part, String... endings) {
    List<String> shorter(List<String> forms) {
      List<String> shorter = new ArrayList<>();
      for (String form : forms) {
        for (String ending : endings) {
          int colon = ending.indexOf(':');
          if (form.endsWith(ending.substring(0, colon))) {
            shorter.add(form.substring(0, form.length() - colon) + ending.substring(colon + 1));
          }
        }
      }
      return shorter;
    }
  }

  /// @param senses where the meanings of a word stand
  /// @param words those of a meaning that are one word
  private record Part(Rules rules, Map<String, int[]> senses, Map<Integer, List<String>> words,
      Map<String, List<String>> exceptions) {}

  /// Words are looked up again and again: so many answers are kept.
  private static final int KEPT = 100_000;

  private final List<Part> parts;
  private final ConcurrentHashMap<String, Set<String>> known = new ConcurrentHashMap<>();

  private WordNet(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /// Reads a dictionary folder.
  /// @throws UserError when a file is missing or is no such file
  public static WordNet open(Path folder) {
    List<Part> parts = new ArrayList<>();
    for (Rules rules : PARTS) {
      parts.add(new Part(rules, senses(folder.resolve("index." + rules.part)), words(folder.resolve("data."
          + rules.part)), exceptions(folder.resolve(rules.part + ".exc"))));
    }
    return new WordNet(parts);
  }

  /// The words that share a meaning with a base form of this word, of all parts of speech.
  public Set<String> synonyms(String word) {
    Set<String> before = known.get(word);
    if (before != null) {
      return before;
    }
    Set<String> found = Set.copyOf(look(word));
    if (known.size() < KEPT) {
      known.put(word, found);
    }
    return found;
  }

  private Set<String> look(String word) {
    Set<String> synonyms = new HashSet<>();
    for (Part part : parts) {
      for (String form : baseForms(part, word)) {
        for (int sense : part.senses.getOrDefault(form, new int[0])) {
          synonyms.addAll(part.words.getOrDefault(sense, List.of()));
        }
      }
    }
    return synonyms;
  }

  private static Set<String> baseForms(Part part, String word) {
    List<String> exceptions = part.exceptions.get(word);
    if (exceptions != null) {
      return known(part, List.of(word), exceptions);
    }
    List<String> forms = part.rules.shorter(List.of(word));
    Set<String> known = known(part, List.of(word), forms);
    while (known.isEmpty() && !forms.isEmpty()) {
      forms = part.rules.shorter(forms);
      known = known(part, List.of(), forms);
    }
    return known;
  }

  private static Set<String> known(Part part, List<String> first, List<String> forms) {
    Set<String> known = new LinkedHashSet<>(first);
    known.addAll(forms);
    known.retainAll(part.senses.keySet());
    return known;
  }

  private interface Line {
    void read(String[] fields);
  }

  private static void lines(Path file, Line line) {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        if (!text.startsWith("  ") && !text.isBlank()) {
          line.read(text.split(" +"));
        }
      }
    } catch (IOException e) {
      throw new UserError(file + ": could not be read, wanted a file of WordNet. Give the folder of the dictionary.");
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new UserError(file + ": found a line that is not WordNet's. Give the folder of the dictionary.");
    }
  }

  /// `lemma pos senses pointers [pointer...] senses tagged [offset...]`: the offsets stand last.
  private static Map<String, int[]> senses(Path file) {
    Map<String, int[]> senses = new HashMap<>();
    lines(file, fields -> {
      int[] offsets = new int[Integer.parseInt(fields[2])];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = Integer.parseInt(fields[fields.length - offsets.length + i]);
      }
      senses.put(fields[0], offsets);
    });
    return senses;
  }

  /// `offset file type words [word id...] ...`: the number of words is hexadecimal, adjectives may end in `(p)`.
  private static Map<Integer, List<String>> words(Path file) {
    Map<Integer, List<String>> words = new HashMap<>();
    lines(file, fields -> {
      List<String> single = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(fields[3], 16); i++) {
        String word = fields[4 + 2 * i];
        int marker = word.indexOf('(');
        if (word.indexOf('_') < 0) {
          single.add(marker < 0 ? word : word.substring(0, marker));
        }
      }
      words.put(Integer.valueOf(fields[0]), List.copyOf(single));
    });
    return words;
  }

  private static Map<String, List<String>> exceptions(Path file) {
    Map<String, List<String>> exceptions = new HashMap<>();
    lines(file, fields -> exceptions.put(fields[0], List.of(fields).subList(1, fields.length)));
    return exceptions;
  }
}
