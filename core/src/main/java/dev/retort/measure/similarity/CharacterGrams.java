package dev.retort.measure.similarity;

/// All runs of up to six characters of a text, in an order that two texts can be compared along.
///
/// From each place of the text the next six code points are packed into two numbers, 21 bits each and 0 where the text
/// ends. In sorted order, equal runs of every length stand together, so each length is counted by walking along both.
final class CharacterGrams {
  static final int LONGEST = 6;
  private static final int BITS = 21;
  private static final int HALF = 3;

  private final long[] high;
  private final long[] low;

  private CharacterGrams(long[] high, long[] low) {
    this.high = high;
    this.low = low;
  }

  static CharacterGrams of(String text) {
    int[] points = text.codePoints().toArray();
    long[] high = new long[points.length];
    long[] low = new long[points.length];
    for (int i = 0; i < points.length; i++) {
      high[i] = packed(points, i);
      low[i] = packed(points, i + HALF);
    }
    return new Sorting(high, low).sorted();
  }

  private static long packed(int[] points, int start) {
    long packed = 0;
    for (int i = start; i < start + HALF; i++) {
      packed = packed << BITS | (i < points.length ? points[i] + 1 : 0);
    }
    return packed;
  }

  /// How many runs of a length there are.
  int total(int length) {
    return Math.max(0, high.length - length + 1);
  }

  /// How many runs of a length both have, each as often as the one that has it less often.
  int common(CharacterGrams other, int length) {
    int common = 0;
    int i = 0;
    int j = 0;
    while (i < high.length && j < other.high.length) {
      int order = compare(i, other, j, length);
      if (order == 0) {
        int here = end(i, length);
        int there = other.end(j, length);
        common += whole(i, length) ? Math.min(here - i, there - j) : 0;
        i = here;
        j = there;
      } else if (order < 0) {
        i++;
      } else {
        j++;
      }
    }
    return common;
  }

  /// Whether the text goes on for the whole length.
  private boolean whole(int at, int length) {
    long last = length <= HALF ? high[at] >>> BITS * (HALF - length) : low[at] >>> BITS * (LONGEST - length);
    return (last & (1L << BITS) - 1) != 0;
  }

  private int compare(int at, CharacterGrams other, int there, int length) {
    if (length <= HALF) {
      int rest = BITS * (HALF - length);
      return Long.compare(high[at] >>> rest, other.high[there] >>> rest);
    }
    int order = Long.compare(high[at], other.high[there]);
    int rest = BITS * (LONGEST - length);
    return order != 0 ? order : Long.compare(low[at] >>> rest, other.low[there] >>> rest);
  }

  private int end(int start, int length) {
    int end = start + 1;
    while (end < high.length && compare(start, this, end, length) == 0) {
      end++;
    }
    return end;
  }

  /// Sorts places by both numbers: a merge sort over primitive arrays.
  private static final class Sorting {
    private final long[] high;
    private final long[] low;
    private int[] order;
    private int[] spare;

    Sorting(long[] high, long[] low) {
      this.high = high;
      this.low = low;
      this.order = new int[high.length];
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
      this.spare = new int[high.length];
    }

    CharacterGrams sorted() {
      for (int width = 1; width < order.length; width *= 2) {
        for (int start = 0; start < order.length; start += 2 * width) {
          merge(start, Math.min(start + width, order.length), Math.min(start + 2 * width, order.length));
        }
        int[] done = spare;
        spare = order;
        order = done;
      }
      long[] sortedHigh = new long[order.length];
      long[] sortedLow = new long[order.length];
      for (int i = 0; i < order.length; i++) {
        sortedHigh[i] = high[order[i]];
        sortedLow[i] = low[order[i]];
      }
      return new CharacterGrams(sortedHigh, sortedLow);
    }

    private void merge(int start, int middle, int end) {
      int left = start;
      int right = middle;
      for (int out = start; out < end; out++) {
        boolean takeLeft = right == end || left < middle && !after(order[left], order[right]);
        spare[out] = takeLeft ? order[left++] : order[right++];
      }
    }

    private boolean after(int one, int other) {
      return high[one] > high[other] || high[one] == high[other] && low[one] > low[other];
    }
  }
}
