package dev.retort.measure.similarity;

import java.util.List;

/// Counts the words of ROUGE-Lsum: those of a reference sentence that are in order in any sentence of the hypothesis.
///
/// For each pair of sentences one longest common subsequence is read backwards; where two are as long, the one is taken
/// that rouge_score takes. A word counts at most as often as it is in either text.
final class SummaryCommon {
  private final List<int[]> hypothesis;
  private final int vocabulary;
  private final int[] leftInReference;
  private final int[] leftInHypothesis;

  private SummaryCommon(List<int[]> reference, List<int[]> hypothesis, int vocabulary) {
    this.hypothesis = hypothesis;
    this.vocabulary = vocabulary;
    this.leftInReference = occurrences(reference, vocabulary);
    this.leftInHypothesis = occurrences(hypothesis, vocabulary);
  }

  /// @param reference its sentences, as numbers of words below `vocabulary`
  static int matches(List<int[]> reference, List<int[]> hypothesis, int vocabulary) {
    SummaryCommon common = new SummaryCommon(reference, hypothesis, vocabulary);
    return reference.stream().mapToInt(common::matches).sum();
  }

  private static int[] occurrences(List<int[]> sentences, int vocabulary) {
    int[] counts = new int[vocabulary];
    for (int[] sentence : sentences) {
      for (int word : sentence) {
        counts[word]++;
      }
    }
    return counts;
  }

  private int matches(int[] sentence) {
    boolean[] inSome = new boolean[sentence.length];
    LongestCommon common = new LongestCommon(sentence, vocabulary);
    for (int[] other : hypothesis) {
      mark(inSome, common, sentence, other);
    }
    int matches = 0;
    for (int i = 0; i < sentence.length; i++) {
      int word = sentence[i];
      if (inSome[i] && leftInReference[word] > 0 && leftInHypothesis[word] > 0) {
        leftInReference[word]--;
        leftInHypothesis[word]--;
        matches++;
      }
    }
    return matches;
  }

  /// Where words differ, the subsequence of one word less of the hypothesis is as long exactly where the column has a 0.
  private static void mark(boolean[] inSome, LongestCommon common, int[] sentence, int[] other) {
    long[][] columns = new long[other.length][];
    long[] column = common.start();
    for (int j = 0; j < other.length; j++) {
      common.next(column, other[j]);
      columns[j] = column.clone();
    }
    int i = sentence.length - 1;
    int j = other.length - 1;
    while (i >= 0 && j >= 0) {
      if (sentence[i] == other[j]) {
        inSome[i--] = true;
        j--;
      } else if ((columns[j][i >> 6] >>> i & 1) == 0) {
        j--;
      } else {
        i--;
      }
    }
  }
}
