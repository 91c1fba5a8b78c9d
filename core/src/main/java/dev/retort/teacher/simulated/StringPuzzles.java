package dev.retort.teacher.simulated;

import static dev.retort.teacher.simulated.Draw.one;

import dev.retort.teacher.simulated.Template.Solution;
import dev.retort.teacher.simulated.Template.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Questions about letters and words.
final class StringPuzzles {
  static final List<Template> TEMPLATES = List.of(
      template("Spell the word \"{w:s}\" backwards.", StringPuzzles::word,
          v -> new Solution(new StringBuilder(v.text("s")).reverse().toString(),
              "write the letters of \"%s\" from the last to the first".formatted(v.text("s")))),
      template("How many times does the letter \"{w:c}\" appear in the word \"{w:s}\"?", StringPuzzles::letter,
          StringPuzzles::count),
      template("Put these words in alphabetical order, separated by single spaces: {p:words}.",
          StringPuzzles::words, StringPuzzles::sorted),
      template("What is the last letter of the word \"{w:s}\"?", StringPuzzles::word,
          v -> new Solution(v.text("s").substring(v.text("s").length() - 1),
              "go through \"%s\" to its end".formatted(v.text("s")))),
      template("Write the first letters of these words as one word: {p:words}.", StringPuzzles::words,
          StringPuzzles::initials),
      template("How many vowels are in the word \"{w:s}\"?", StringPuzzles::word, StringPuzzles::vowels));

  private StringPuzzles() {}

  private static Template template(String text, Template.Filler filler, Template.Solver solver) {
    return new Template(Family.STRING, text, filler, solver);
  }

  private static Map<String, String> word(RandomGenerator random) {
    return Map.of("s", one(random, Words.PLAIN));
  }

  private static Map<String, String> letter(RandomGenerator random) {
    String word = one(random, Words.PLAIN);
    int at = random.nextInt(word.length());
    return Map.of("s", word, "c", word.substring(at, at + 1));
  }

  private static Map<String, String> words(RandomGenerator random) {
    List<String> left = new ArrayList<>(Words.PLAIN);
    List<String> chosen = new ArrayList<>();
    int many = random.nextInt(3, 7);
    while (chosen.size() < many) {
      chosen.add(left.remove(random.nextInt(left.size())));
    }
    return Map.of("words", String.join(" ", chosen));
  }

  private static @Nullable Solution count(Values v) {
    if (v.text("c").length() != 1) {
      return null;
    }
    long times = v.text("s").chars().filter(c -> c == v.text("c").charAt(0)).count();
    return new Solution(Long.toString(times),
        "go through \"%s\" and count each \"%s\"".formatted(v.text("s"), v.text("c")));
  }

  private static Solution sorted(Values v) {
    String[] words = v.text("words").split(" ");
    Arrays.sort(words);
    return new Solution(String.join(" ", words), "compare the words letter by letter from the left");
  }

  private static Solution initials(Values v) {
    StringBuilder initials = new StringBuilder();
    for (String word : v.text("words").split(" ")) {
      initials.append(word.charAt(0));
    }
    return new Solution(initials.toString(), "take the first letter of each word in turn");
  }

  private static Solution vowels(Values v) {
    long vowels = v.text("s").toLowerCase(Locale.ROOT).chars().filter(c -> "aeiou".indexOf(c) >= 0).count();
    return new Solution(Long.toString(vowels), "count a, e, i, o and u in \"%s\"".formatted(v.text("s")));
  }
}
