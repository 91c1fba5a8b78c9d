package dev.retort.bench;

import dev.retort.text.RougeWords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// ROUGE as one would write it down: each pair cut into words anew, n-grams in maps, the whole table for the longest
/// common subsequence.
final class ReadableRouge {

  private ReadableRouge() {}

  /// F1 of ROUGE-1, -2 and -L with stemming.
  static double[] f1(String reference, String hypothesis) {
    List<String> from = RougeWords.stemmed().words(reference);
    List<String> to = RougeWords.stemmed().words(hypothesis);
    return new double[]{grams(from, to, 1), grams(from, to, 2), f1(longestCommon(from, to), from.size(), to.size())};
  }

  private static double grams(List<String> reference, List<String> hypothesis, int n) {
    Map<List<String>, Integer> from = counts(reference, n);
    Map<List<String>, Integer> to = counts(hypothesis, n);
    int common = from.entrySet().stream().mapToInt(one -> Math.min(one.getValue(), to.getOrDefault(one.getKey(), 0)))
        .sum();
    return f1(common, Math.max(reference.size() - n + 1, 0), Math.max(hypothesis.size() - n + 1, 0));
  }

  private static Map<List<String>, Integer> counts(List<String> words, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= words.size(); i++) {
      counts.merge(words.subList(i, i + n), 1, Integer::sum);
    }
    return counts;
  }

  private static int longestCommon(List<String> reference, List<String> hypothesis) {
    int[][] table = new int[reference.size() + 1][hypothesis.size() + 1];
    for (int i = 1; i <= reference.size(); i++) {
      for (int j = 1; j <= hypothesis.size(); j++) {
        table[i][j] = reference.get(i - 1).equals(hypothesis.get(j - 1))
            ? table[i - 1][j - 1] + 1
            : Math.max(table[i - 1][j], table[i][j - 1]);
      }
    }
    return table[reference.size()][hypothesis.size()];
  }

  private static double f1(int common, int reference, int hypothesis) {
    return common == 0 ? 0 : 2.0 * common / (reference + hypothesis);
  }
}
