package dev.retort.files;

/// Counts equal hashes: a hash table over longs.
final class Occurrences {
  private final long[] high;
  private final long[] low;
  private final int[] seen;
  private final int mask;

  /// @param most how many hashes will be counted
  Occurrences(int most) {
    int size = Integer.highestOneBit(Math.max(8, most)) * 4;
    high = new long[size];
    low = new long[size];
    seen = new int[size];
    mask = size - 1;
  }

  /// How often the hash was met before.
  int next(long h, long l) {
    int slot = (int) (l ^ l >>> 32) & mask;
    while (seen[slot] != 0 && (high[slot] != h || low[slot] != l)) {
      slot = slot + 1 & mask;
    }
    high[slot] = h;
    low[slot] = l;
    return seen[slot]++;
  }
}
