package dev.retort.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Numbers words from 0 in the order they are first seen. For one thread.
///
/// An open hash table without a boxed number: looking a word up makes no object.
public final class Vocabulary {
  private static final int FIRST = 64;
  private static final int SPREAD = 0x9e3779b9;

  private @Nullable String[] words = new @Nullable String[FIRST];
  private int[] numbers = new int[FIRST];
  private int size;

  /// The number of a word; a new one has the next number.
  public int id(String word) {
    int at = place(word);
    if (words[at] == null) {
      if (size * 2 >= words.length) {
        grow();
        at = place(word);
      }
      words[at] = word;
      numbers[at] = size++;
    }
    return numbers[at];
  }

  public int[] ids(List<String> text) {
    int[] ids = new int[text.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = id(text.get(i));
    }
    return ids;
  }

  /// The numbers of words, -1 for those that have none.
  public int[] known(List<String> text) {
    int[] ids = new int[text.size()];
    for (int i = 0; i < ids.length; i++) {
      int at = place(text.get(i));
      ids[i] = words[at] == null ? -1 : numbers[at];
    }
    return ids;
  }

  /// How many words have a number.
  public int size() {
    return size;
  }

  private int place(String word) {
    int mask = words.length - 1;
    int hash = word.hashCode() * SPREAD;
    int at = (hash ^ hash >>> 16) & mask;
    while (words[at] != null && !word.equals(words[at])) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    @Nullable
    String[] old = words;
    int[] oldNumbers = numbers;
    words = new @Nullable String[old.length * 2];
    numbers = new int[words.length];
    for (int i = 0; i < old.length; i++) {
      String word = old[i];
      if (word != null) {
        int at = place(word);
        words[at] = word;
        numbers[at] = oldNumbers[i];
      }
    }
  }
}
