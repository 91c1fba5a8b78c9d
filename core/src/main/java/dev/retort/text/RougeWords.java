package dev.retort.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// Cuts texts into the words ROUGE compares: runs of `a-z0-9`, in lower case.
///
/// As rouge_score: the text is put into lower case first, then whatever is not `[a-z0-9]` ends a word, so every letter
/// outside of ASCII does, too. Two such letters have an ASCII lower case: the Kelvin sign becomes `k`, and I with a dot
/// above becomes `i` and a combining dot, which ends the word. With stemming, words of more than three characters are
/// stemmed.
///
/// Cost: one pass over the characters.
/// Source: `rouge/tokenize.py` of google-research, version 0.1.2.
public final class RougeWords implements WordSplitter {
  private static final int LONGEST_UNSTEMMED = 3;
  private static final char KELVIN = 0x212a;
  private static final char DOTTED_I = 0x130;

  private final boolean stemmed;

  private RougeWords(boolean stemmed) {
    this.stemmed = stemmed;
  }

  public static RougeWords plain() {
    return new RougeWords(false);
  }

  public static RougeWords stemmed() {
    return new RougeWords(true);
  }

  @Override
  public List<String> words(String text) {
    return split(text, stemmed ? RougeWords::stem : UnaryOperator.identity());
  }

  /// What stands for an unstemmed word when words are stemmed.
  public static String stem(String word) {
    return word.length() > LONGEST_UNSTEMMED ? PorterStemmer.stem(word) : word;
  }

  private static List<String> split(String text, UnaryOperator<String> each) {
    List<String> words = new ArrayList<>(text.length() / 6 + 1);
    char[] word = new char[32];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char kept = lower(c);
      if (kept != 0) {
        if (length == word.length) {
          word = Arrays.copyOf(word, length * 2);
        }
        word[length++] = kept;
      }
      if (length > 0 && (kept == 0 || c == DOTTED_I)) {
        words.add(each.apply(new String(word, 0, length)));
        length = 0;
      }
    }
    if (length > 0) {
      words.add(each.apply(new String(word, 0, length)));
    }
    return words;
  }

  /// The lower case of a character where that is `a-z0-9`, else 0.
  private static char lower(char c) {
    if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
      return c;
    }
    if (c >= 'A' && c <= 'Z') {
      return (char) (c + ('a' - 'A'));
    }
    return switch (c) {
      case KELVIN -> 'k';
      case DOTTED_I -> 'i';
      default -> 0;
    };
  }
}
