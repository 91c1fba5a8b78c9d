package dev.retort.text;

/// Porter's questions about the first characters of a word: where are vowels, and how many syllables.
final class Stems {

  private Stems() {}

  /// Whether a letter is a consonant: no vowel, and no `y` after a consonant.
  static boolean consonant(String word, int at) {
    int first = at;
    while (first > 0 && word.charAt(first) == 'y') {
      first--;
    }
    boolean consonant = !vowel(word.charAt(first));
    for (int i = first + 1; i <= at; i++) {
      consonant = !consonant;
    }
    return consonant;
  }

  private static boolean vowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
  }

  /// How often a consonant follows a vowel among the first `length` characters: Porter's m.
  static int measure(String word, int length) {
    int changes = 0;
    boolean consonant = true;
    for (int i = 0; i < length; i++) {
      char c = word.charAt(i);
      boolean now = c == 'y' ? i == 0 || !consonant : !vowel(c);
      if (now && !consonant) {
        changes++;
      }
      consonant = now;
    }
    return changes;
  }

  static boolean hasVowel(String word, int length) {
    boolean consonant = false;
    for (int i = 0; i < length; i++) {
      char c = word.charAt(i);
      consonant = c == 'y' ? i == 0 || !consonant : !vowel(c);
      if (!consonant) {
        return true;
      }
    }
    return false;
  }

  static boolean endsInDoubleConsonant(String word) {
    int last = word.length() - 1;
    return last > 0 && word.charAt(last) == word.charAt(last - 1) && consonant(word, last);
  }

  /// Whether it ends in consonant, vowel, consonant (no `w`, `x`, `y`), or is a vowel and a consonant: Porter's `*o`.
  static boolean endsShort(String word, int length) {
    if (length == 2) {
      return !consonant(word, 0) && consonant(word, 1);
    }
    return length > 2 && consonant(word, length - 3) && !consonant(word, length - 2) && consonant(word, length - 1)
        && "wxy".indexOf(word.charAt(length - 1)) < 0;
  }
}
