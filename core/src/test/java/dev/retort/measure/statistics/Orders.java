package dev.retort.measure.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Everything there is to draw from, for oracles that count it all.
final class Orders {
  private Orders() {}

  /// All ways to choose k of n, each as n flags.
  static List<boolean[]> choices(int n, int k) {
    List<boolean[]> all = new ArrayList<>();
    for (int bits = 0; bits < 1 << n; bits++) {
      if (Integer.bitCount(bits) == k) {
        boolean[] chosen = new boolean[n];
        for (int i = 0; i < n; i++) {
          chosen[i] = (bits >>> i & 1) == 1;
        }
        all.add(chosen);
      }
    }
    return all;
  }

  static List<double[]> permutations(int n) {
    List<double[]> all = new ArrayList<>();
    permute(new double[n], 0, all);
    return all;
  }

  private static void permute(double[] order, int place, List<double[]> all) {
    if (place == order.length) {
      all.add(order.clone());
      return;
    }
    for (int value = 1; value <= order.length; value++) {
      boolean used = false;
      for (int i = 0; i < place; i++) {
        used |= order[i] == value;
      }
      if (!used) {
        order[place] = value;
        permute(order, place + 1, all);
      }
    }
  }

  /// Whole numbers under a bound, hence with ties.
  static double[] whole(int n, int bound, long seed) {
    return new SplittableRandom(seed).ints(n, 0, bound).asDoubleStream().toArray();
  }

  static double[] real(int n, long seed) {
    return new SplittableRandom(seed).doubles(n).toArray();
  }
}
