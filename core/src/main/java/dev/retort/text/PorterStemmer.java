package dev.retort.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Takes the endings off English words: Porter's stemmer with the extensions of NLTK.
///
/// Gives what NLTK's `PorterStemmer` gives in its default mode, which ROUGE and METEOR use. It differs from the paper in
/// a few irregular words, in words of one or two letters, which stay, in `ies`, `ied`, `alli`, `fulli`, `bli` and `logi`,
/// in `y` after a consonant, and in stems of a vowel and a consonant, which keep their `e`.
///
/// Source: M. F. Porter, An algorithm for suffix stripping, Program 14.3 (1980), 130-137.
public final class PorterStemmer {
  private static final Map<String, String> IRREGULAR = Map.ofEntries(Map.entry("sky", "sky"),
      Map.entry("skies", "sky"), Map.entry("dying", "die"), Map.entry("lying", "lie"), Map.entry("tying", "tie"),
      Map.entry("news", "news"), Map.entry("innings", "inning"), Map.entry("inning", "inning"),
      Map.entry("outings", "outing"), Map.entry("outing", "outing"), Map.entry("cannings", "canning"),
      Map.entry("canning", "canning"), Map.entry("howe", "howe"), Map.entry("proceed", "proceed"),
      Map.entry("exceed", "exceed"), Map.entry("succeed", "succeed"));

  /// An ending and what takes its place when enough of a stem is left before it.
  private record Ending(String suffix, String replacement) {}

  private static final List<Ending> STEP_2 = List.of(new Ending("ational", "ate"), new Ending("tional", "tion"),
      new Ending("enci", "ence"), new Ending("anci", "ance"), new Ending("izer", "ize"), new Ending("bli", "ble"),
      new Ending("alli", "al"), new Ending("entli", "ent"), new Ending("eli", "e"), new Ending("ousli", "ous"),
      new Ending("ization", "ize"), new Ending("ation", "ate"), new Ending("ator", "ate"), new Ending("alism", "al"),
      new Ending("iveness", "ive"), new Ending("fulness", "ful"), new Ending("ousness", "ous"),
      new Ending("aliti", "al"), new Ending("iviti", "ive"), new Ending("biliti", "ble"), new Ending("fulli", "ful"));
  private static final List<Ending> STEP_3 = List.of(new Ending("icate", "ic"), new Ending("ative", ""),
      new Ending("alize", "al"), new Ending("iciti", "ic"), new Ending("ical", "ic"), new Ending("ful", ""),
      new Ending("ness", ""));
  private static final List<String> STEP_4 = List.of("al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement",
      "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize");

  private PorterStemmer() {}

  /// The stem of a word, in lower case.
  public static String stem(String word) {
    String irregular = IRREGULAR.get(word);
    if (irregular != null) {
      return irregular;
    }
    String lower = word.toLowerCase(Locale.ROOT);
    if (codePoints(word) <= 2) {
      return lower;
    }
    return doubleL(finalE(longEnding(ending(STEP_3, derived(finalY(pastOrGerund(plural(lower))))))));
  }

  private static String plural(String word) {
    if (!word.endsWith("s") || word.endsWith("ss")) {
      return word;
    }
    if (word.endsWith("ies")) {
      return cut(word, codePoints(word) == 4 ? 1 : 2);
    }
    return cut(word, word.endsWith("sses") ? 2 : 1);
  }

  private static String pastOrGerund(String word) {
    if (word.endsWith("ied")) {
      return cut(word, codePoints(word) == 4 ? 1 : 2);
    }
    if (word.endsWith("eed")) {
      return Stems.measure(word, word.length() - 3) > 0 ? cut(word, 1) : word;
    }
    int ending = word.endsWith("ed") ? 2 : word.endsWith("ing") ? 3 : 0;
    if (ending == 0 || !Stems.hasVowel(word, word.length() - ending)) {
      return word;
    }
    return tidied(cut(word, ending));
  }

  /// What is left of a past or a gerund, with its `e` back or a double letter made single.
  private static String tidied(String stem) {
    if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
      return stem + 'e';
    }
    if (Stems.endsInDoubleConsonant(stem)) {
      return stem.endsWith("l") || stem.endsWith("s") || stem.endsWith("z") ? stem : cut(stem, 1);
    }
    return Stems.measure(stem, stem.length()) == 1 && Stems.endsShort(stem, stem.length()) ? stem + 'e' : stem;
  }

  private static String finalY(String word) {
    int last = word.length() - 1;
    boolean after = word.endsWith("y") && codePoints(word) > 2 && Stems.consonant(word, last - 1);
    return after ? cut(word, 1) + 'i' : word;
  }

  private static String derived(String word) {
    if (word.endsWith("alli") && Stems.measure(word, word.length() - 4) > 0) {
      return derived(cut(word, 2));
    }
    String shorter = ending(STEP_2, word);
    if (shorter.equals(word) && word.endsWith("logi") && Stems.measure(word, word.length() - 3) > 0) {
      return cut(word, 1);
    }
    return shorter;
  }

  /// Only the first ending that is there counts, whether or not enough is left before it.
  private static String ending(List<Ending> endings, String word) {
    for (Ending one : endings) {
      if (word.endsWith(one.suffix)) {
        int left = word.length() - one.suffix.length();
        return Stems.measure(word, left) > 0 ? word.substring(0, left) + one.replacement : word;
      }
    }
    return word;
  }

  private static String longEnding(String word) {
    for (String suffix : STEP_4) {
      if (word.endsWith(suffix)) {
        int left = word.length() - suffix.length();
        boolean stOnly = suffix.equals("ion") && (left == 0 || "st".indexOf(word.charAt(left - 1)) < 0);
        return Stems.measure(word, left) > 1 && !stOnly ? word.substring(0, left) : word;
      }
    }
    return word;
  }

  private static String finalE(String word) {
    if (!word.endsWith("e")) {
      return word;
    }
    int left = word.length() - 1;
    int measure = Stems.measure(word, left);
    return measure > 1 || measure == 1 && !Stems.endsShort(word, left) ? cut(word, 1) : word;
  }

  private static String doubleL(String word) {
    return word.endsWith("ll") && Stems.measure(word, word.length() - 1) > 1 ? cut(word, 1) : word;
  }

  private static String cut(String word, int characters) {
    return word.substring(0, word.length() - characters);
  }

  private static int codePoints(String word) {
    return word.codePointCount(0, word.length());
  }
}
