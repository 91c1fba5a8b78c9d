package dev.retort.steps;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Draws of distinct places out of many, each draw like any other whatever came before.
final class ClusterAgentDraws {
  private final int[] places;
  private final RandomGenerator random;

  ClusterAgentDraws(int count, RandomGenerator random) {
    this.places = new int[count];
    this.random = random;
    Arrays.setAll(places, i -> i);
  }

  /// The first steps of a shuffle. Where it starts from does not matter, so the places are never put back.
  int[] draw(int wanted) {
    int count = Math.min(wanted, places.length);
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(places.length - i);
      int kept = places[i];
      places[i] = places[other];
      places[other] = kept;
    }
    return Arrays.copyOf(places, count);
  }
}
