package dev.retort.text;

import java.util.Arrays;

/// Numbers pairs of numbers from 0 in the order they are first seen. For one thread.
///
/// An n-gram is the pair of the two (n-1)-grams in it, so this numbers n-grams of every length exactly.
public final class PairNumbers {
  private static final int FIRST = 256;
  private static final long SPREAD = 0x9e3779b97f4a7c15L;
  private static final long NONE = -1;

  private long[] keys = new long[FIRST];
  private int[] numbers = new int[FIRST];
  private int size;

  public PairNumbers() {
    Arrays.fill(keys, NONE);
  }

  /// The number of a pair of numbers that are not negative; a new one has the next number.
  public int id(int first, int second) {
    long key = (long) first << 32 | second;
    int at = place(key);
    if (keys[at] == NONE) {
      if (size * 2 >= keys.length) {
        grow();
        at = place(key);
      }
      keys[at] = key;
      numbers[at] = size++;
    }
    return numbers[at];
  }

  /// The number of a pair, -1 where it has none.
  public int known(int first, int second) {
    int at = place((long) first << 32 | second);
    return keys[at] == NONE ? -1 : numbers[at];
  }

  /// The n-grams one longer than those that follow each other in a text; -1 where one of the two is -1.
  public int[] longer(int[] grams) {
    int[] ids = new int[Math.max(0, grams.length - 1)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = grams[i] < 0 || grams[i + 1] < 0 ? -1 : id(grams[i], grams[i + 1]);
    }
    return ids;
  }

  /// The same, with -1 for those that have no number yet.
  public int[] knownLonger(int[] grams) {
    int[] ids = new int[Math.max(0, grams.length - 1)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = grams[i] < 0 || grams[i + 1] < 0 ? -1 : known(grams[i], grams[i + 1]);
    }
    return ids;
  }

  /// How many pairs have a number.
  public int size() {
    return size;
  }

  private int place(long key) {
    int mask = keys.length - 1;
    long hash = key * SPREAD;
    int at = (int) (hash ^ hash >>> 32) & mask;
    while (keys[at] != NONE && keys[at] != key) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    long[] old = keys;
    int[] oldNumbers = numbers;
    keys = new long[old.length * 2];
    Arrays.fill(keys, NONE);
    numbers = new int[keys.length];
    for (int i = 0; i < old.length; i++) {
      if (old[i] != NONE) {
        int at = place(old[i]);
        keys[at] = old[i];
        numbers[at] = oldNumbers[i];
      }
    }
  }
}
