package dev.retort.measure.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Who is connected to whom by wins, over any number of games between.
final class Reach {
  private Reach() {}

  /// Players that some chain of games connects, whoever won.
  static List<List<Integer>> groups(double[][] wins) {
    boolean[][] met = new boolean[wins.length][wins.length];
    for (int i = 0; i < met.length; i++) {
      for (int j = 0; j < met.length; j++) {
        met[i][j] = wins[i][j] + wins[j][i] > 0;
      }
    }
    return together(closed(met));
  }

  /// Players each of whom beat each other over some chain of games; those that beat more others first.
  static List<List<Integer>> tiers(double[][] wins) {
    boolean[][] beat = new boolean[wins.length][wins.length];
    for (int i = 0; i < beat.length; i++) {
      for (int j = 0; j < beat.length; j++) {
        beat[i][j] = wins[i][j] > 0;
      }
    }
    boolean[][] closed = closed(beat);
    List<List<Integer>> tiers = new ArrayList<>(together(closed));
    tiers.sort(Comparator.comparingInt(tier -> -count(closed[tier.getFirst()])));
    return List.copyOf(tiers);
  }

  private static int count(boolean[] reached) {
    int count = 0;
    for (boolean each : reached) {
      count += each ? 1 : 0;
    }
    return count;
  }

  /// Adds whatever is reached in several steps (Warshall 1962); each player reaches himself.
  private static boolean[][] closed(boolean[][] steps) {
    for (int over = 0; over < steps.length; over++) {
      steps[over][over] = true;
      for (boolean[] from : steps) {
        for (int to = 0; from[over] && to < steps.length; to++) {
          from[to] |= steps[over][to];
        }
      }
    }
    return steps;
  }

  private static List<List<Integer>> together(boolean[][] reached) {
    List<List<Integer>> groups = new ArrayList<>();
    boolean[] placed = new boolean[reached.length];
    for (int i = 0; i < reached.length; i++) {
      List<Integer> group = new ArrayList<>();
      for (int j = i; !placed[i] && j < reached.length; j++) {
        if (reached[i][j] && reached[j][i]) {
          group.add(j);
        }
      }
      if (!group.isEmpty()) {
        group.forEach(player -> placed[player] = true);
        groups.add(List.copyOf(group));
      }
    }
    return List.copyOf(groups);
  }
}
