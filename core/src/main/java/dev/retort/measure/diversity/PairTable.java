package dev.retort.measure.diversity;

import java.util.Arrays;

/// Gives each pair of numbers the next free number, the first time it is seen.
///
/// Numbers are exact: two pairs never share one. Open addressing with linear probing, at most half full.
final class PairTable {
  static final int NONE = -1;
  private long[] keys;
  private int[] numbers;
  private int size;

  PairTable(int expected) {
    int slots = Integer.highestOneBit(Math.max(8, expected)) << 2;
    keys = new long[slots];
    numbers = new int[slots];
    Arrays.fill(numbers, NONE);
  }

  int size() {
    return size;
  }

  /// The number of a pair, which is added when it is new.
  int number(int left, int right) {
    long key = key(left, right);
    int slot = slot(key);
    if (numbers[slot] != NONE) {
      return numbers[slot];
    }
    keys[slot] = key;
    numbers[slot] = size;
    if (++size * 2L > keys.length) {
      grow();
    }
    return size - 1;
  }

  /// The number of a pair, or [#NONE].
  int find(int left, int right) {
    return numbers[slot(key(left, right))];
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) mixed(key) & mask;
    while (numbers[slot] != NONE && keys[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] old = numbers;
    keys = new long[oldKeys.length * 2];
    numbers = new int[keys.length];
    Arrays.fill(numbers, NONE);
    for (int i = 0; i < old.length; i++) {
      if (old[i] != NONE) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        numbers[slot] = old[i];
      }
    }
  }

  private static long key(int left, int right) {
    return (long) left << 32 | right & 0xFFFFFFFFL;
  }

  private static long mixed(long key) {
    long hash = (key ^ key >>> 31) * 0x9E3779B97F4A7C15L;
    return hash ^ hash >>> 32;
  }
}
