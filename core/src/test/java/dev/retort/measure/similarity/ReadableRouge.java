package dev.retort.measure.similarity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// ROUGE written as it is defined, with maps of lists and whole tables: what the fast version must equal.
final class ReadableRouge {

  private ReadableRouge() {}

  static RougeScore grams(List<String> reference, List<String> hypothesis, int n) {
    Map<List<String>, Integer> from = counts(reference, n);
    Map<List<String>, Integer> to = counts(hypothesis, n);
    int common = from.entrySet().stream().mapToInt(one -> Math.min(one.getValue(), to.getOrDefault(one.getKey(), 0)))
        .sum();
    return score(common, sum(from), sum(to));
  }

  private static int sum(Map<List<String>, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  static Map<List<String>, Integer> counts(List<String> words, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= words.size(); i++) {
      counts.merge(words.subList(i, i + n), 1, Integer::sum);
    }
    return counts;
  }

  static RougeScore longestCommon(List<String> reference, List<String> hypothesis) {
    int[][] table = table(reference, hypothesis);
    return score(table[reference.size()][hypothesis.size()], reference.size(), hypothesis.size());
  }

  static int[][] table(List<String> reference, List<String> hypothesis) {
    int[][] table = new int[reference.size() + 1][hypothesis.size() + 1];
    for (int i = 1; i <= reference.size(); i++) {
      for (int j = 1; j <= hypothesis.size(); j++) {
        table[i][j] = reference.get(i - 1).equals(hypothesis.get(j - 1))
            ? table[i - 1][j - 1] + 1
            : Math.max(table[i - 1][j], table[i][j - 1]);
      }
    }
    return table;
  }

  static RougeScore summary(List<List<String>> reference, List<List<String>> hypothesis) {
    List<String> left = new ArrayList<>();
    reference.forEach(left::addAll);
    List<String> otherLeft = new ArrayList<>();
    hypothesis.forEach(otherLeft::addAll);
    int from = left.size();
    int to = otherLeft.size();
    int hits = 0;
    for (List<String> sentence : reference) {
      TreeSet<Integer> places = new TreeSet<>();
      hypothesis.forEach(other -> places.addAll(places(sentence, other)));
      for (int place : places) {
        String word = sentence.get(place);
        if (left.contains(word) && otherLeft.contains(word)) {
          left.remove(word);
          otherLeft.remove(word);
          hits++;
        }
      }
    }
    return score(hits, from, to);
  }

  /// Where in the reference the words of one longest common subsequence are, read from the end of the table.
  private static List<Integer> places(List<String> reference, List<String> hypothesis) {
    int[][] table = table(reference, hypothesis);
    List<Integer> places = new ArrayList<>();
    int i = reference.size();
    int j = hypothesis.size();
    while (i > 0 && j > 0) {
      if (reference.get(i - 1).equals(hypothesis.get(j - 1))) {
        places.add(--i);
        j--;
      } else if (table[i][j - 1] > table[i - 1][j]) {
        j--;
      } else {
        i--;
      }
    }
    return places;
  }

  private static RougeScore score(int common, int reference, int hypothesis) {
    if (reference == 0 || hypothesis == 0) {
      return new RougeScore(0, 0, 0);
    }
    double precision = common / (double) hypothesis;
    double recall = common / (double) reference;
    double sum = precision + recall;
    return new RougeScore(precision, recall, sum == 0 ? 0 : 2 * precision * recall / sum);
  }
}
