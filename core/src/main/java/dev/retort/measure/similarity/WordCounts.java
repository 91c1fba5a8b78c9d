package dev.retort.measure.similarity;

/// How often each number is in a text: the distinct ones and their counts.
///
/// @param total how many there are in all
record WordCounts(int[] distinct, int[] counts, int total) {

  /// @param numbers all below `vocabulary`
  static WordCounts of(int[] numbers, int vocabulary) {
    int[] dense = new int[vocabulary];
    int kinds = 0;
    for (int number : numbers) {
      if (dense[number]++ == 0) {
        kinds++;
      }
    }
    int[] distinct = new int[kinds];
    int[] counts = new int[kinds];
    int at = 0;
    for (int number : numbers) {
      if (dense[number] > 0) {
        distinct[at] = number;
        counts[at++] = dense[number];
        dense[number] = 0;
      }
    }
    return new WordCounts(distinct, counts, numbers.length);
  }

  /// The counts by number.
  int[] dense(int vocabulary) {
    int[] dense = new int[vocabulary];
    for (int i = 0; i < distinct.length; i++) {
      dense[distinct[i]] = counts[i];
    }
    return dense;
  }

  /// What this and another have in common: of each number the smaller count.
  int common(int[] dense) {
    int common = 0;
    for (int i = 0; i < distinct.length; i++) {
      common += Math.min(counts[i], dense[distinct[i]]);
    }
    return common;
  }

  /// How many numbers are in both.
  int shared(int[] dense) {
    int shared = 0;
    for (int number : distinct) {
      shared += dense[number] > 0 ? 1 : 0;
    }
    return shared;
  }
}
