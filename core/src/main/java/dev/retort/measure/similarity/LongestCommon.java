package dev.retort.measure.similarity;

import java.util.Arrays;

/// How long the longest common subsequence with one text is, 64 words of it at a time.
///
/// A bit of the column stands for each word of the text: it is 0 where the subsequence grows. A word of the other text
/// changes the column by one addition over all bits, so a comparison takes (words of the other that are in this one) x
/// (words of this one / 64) steps.
///
/// Source: H. Hyyrö, Bit-parallel LCS-length computation revisited, 2004.
final class LongestCommon {
  private final int[] rows;
  private final long[] masks;
  private final int width;

  /// @param text numbers of words, all below `vocabulary`
  LongestCommon(int[] text, int vocabulary) {
    this.width = (text.length + 63) / 64;
    this.rows = new int[vocabulary];
    Arrays.fill(rows, -1);
    int distinct = 0;
    for (int word : text) {
      if (rows[word] < 0) {
        rows[word] = distinct++ * width;
      }
    }
    this.masks = new long[distinct * width];
    for (int i = 0; i < text.length; i++) {
      masks[rows[text[i]] + (i >> 6)] |= 1L << i;
    }
  }

  /// How many 64-bit words a column has.
  int width() {
    return width;
  }

  /// How many words can be left in both texts, in order.
  int with(int[] other) {
    long[] column = start();
    for (int word : other) {
      next(column, word);
    }
    return grown(column);
  }

  /// The column before any word of the other text.
  long[] start() {
    long[] column = new long[width];
    Arrays.fill(column, -1);
    return column;
  }

  /// Changes the column by one word of the other text.
  void next(long[] column, int word) {
    int row = rows[word];
    if (row < 0) {
      return;
    }
    long carry = 0;
    for (int i = 0; i < width; i++) {
      long old = column[i];
      long common = old & masks[row + i];
      long sum = old + common;
      long whole = sum + carry;
      carry = Long.compareUnsigned(sum, old) < 0 || Long.compareUnsigned(whole, sum) < 0 ? 1 : 0;
      column[i] = whole | old ^ common;
    }
  }

  /// Bits past the end of the text have no masks, so a carry turns none of them to 0 that counts.
  private static int grown(long[] column) {
    int zeros = 0;
    for (long bits : column) {
      zeros += Long.SIZE - Long.bitCount(bits);
    }
    return zeros;
  }
}
