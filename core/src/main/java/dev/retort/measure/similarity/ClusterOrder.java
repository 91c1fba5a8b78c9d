package dev.retort.measure.similarity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Orders authors so that those who are alike stand together: the rows and columns of a heat map.
///
/// The two groups that are most alike on average are joined, again and again (average linkage). Each is turned so that
/// the most alike of their ends meet, and the whole so that the lower number of its ends is first. Of groups that are as
/// alike, those with the lowest numbers are joined first.
///
/// Cost: n^3 for n authors, meant for hundreds.
/// Source: R. Sokal and C. Michener, 1958; N. Gruvaeus and H. Wainer, Two additions to hierarchical cluster analysis, 1972.
public final class ClusterOrder {
  private final double[][] similarity;

  private ClusterOrder(double[][] similarity) {
    this.similarity = similarity;
  }

  /// The authors' numbers from left to right.
  /// @param similarity a square; the mean of both directions counts, NaN stands for pairs that are not known
  public static int[] of(double[][] similarity) {
    ClusterOrder order = new ClusterOrder(bothWays(similarity));
    List<List<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < similarity.length; i++) {
      groups.add(List.of(i));
    }
    while (groups.size() > 1) {
      order.joinMostAlike(groups);
    }
    return groups.isEmpty() ? new int[0] : lowerEndFirst(groups.getFirst());
  }

  private static int[] lowerEndFirst(List<Integer> all) {
    List<Integer> order = all.getFirst() <= all.getLast() ? all : turned(all);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double[][] bothWays(double[][] similarity) {
    int n = similarity.length;
    double[][] both = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double one = similarity[i][j];
        double other = similarity[j][i];
        both[i][j] = Double.isNaN(one) ? other : Double.isNaN(other) ? one : (one + other) / 2;
      }
    }
    return both;
  }

  /// Groups stand in the order of their lowest numbers, so the first of several best pairs is the one with the lowest.
  private void joinMostAlike(List<List<Integer>> groups) {
    int left = 0;
    int right = 1;
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < groups.size(); i++) {
      for (int j = i + 1; j < groups.size(); j++) {
        double mean = mean(groups.get(i), groups.get(j));
        if (mean > best) {
          best = mean;
          left = i;
          right = j;
        }
      }
    }
    groups.set(left, joined(groups.get(left), groups.remove(right)));
  }

  /// Pairs that are not known do not count; groups without a known pair are the least alike.
  private double mean(List<Integer> one, List<Integer> other) {
    double sum = 0;
    int known = 0;
    for (int i : one) {
      for (int j : other) {
        if (!Double.isNaN(similarity[i][j])) {
          sum += similarity[i][j];
          known++;
        }
      }
    }
    return known == 0 ? Double.NEGATIVE_INFINITY : sum / known;
  }

  private List<Integer> joined(List<Integer> left, List<Integer> right) {
    List<Integer> best = List.of();
    double meeting = Double.NEGATIVE_INFINITY;
    for (List<Integer> one : List.of(left, turned(left))) {
      for (List<Integer> other : List.of(right, turned(right))) {
        double ends = similarity[one.getLast()][other.getFirst()];
        if (best.isEmpty() || ends > meeting) {
          best = new ArrayList<>(one);
          best.addAll(other);
          meeting = Double.isNaN(ends) ? Double.NEGATIVE_INFINITY : ends;
        }
      }
    }
    return best;
  }

  private static List<Integer> turned(List<Integer> group) {
    List<Integer> turned = new ArrayList<>(group);
    Collections.reverse(turned);
    return turned;
  }
}
