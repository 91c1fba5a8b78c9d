package dev.retort.measure.diversity;

import java.util.Arrays;

/// Gathers the rows of an n-gram kernel, one length of n-grams after the other.
final class KernelRows {
  private final int orders;
  private final int[][] grams;
  private final double[][] weights;
  private final double[] rest;
  private int features;

  KernelRows(int texts, int orders) {
    this.orders = orders;
    grams = new int[texts][0];
    weights = new double[texts][0];
    rest = new double[texts];
  }

  void add(Grams order) {
    int[] shared = SelfRepetition.having(order);
    for (int gram = 0; gram < shared.length; gram++) {
      shared[gram] = shared[gram] > 1 ? features++ : -1;
    }
    int[] counts = new int[order.unique()];
    for (int t = 0; t < rest.length; t++) {
      addRow(t, order.of(t), shared, counts);
    }
  }

  private void addRow(int text, int[] row, int[] shared, int[] counts) {
    long squares = 0;
    int kept = 0;
    for (int gram : row) {
      squares += 2L * counts[gram] + 1;
      kept += counts[gram]++ == 0 && shared[gram] >= 0 ? 1 : 0;
    }
    int place = grams[text].length;
    grams[text] = Arrays.copyOf(grams[text], place + kept);
    weights[text] = Arrays.copyOf(weights[text], place + kept);
    double norm = Math.sqrt((double) squares * orders);
    for (int gram : row) {
      double weight = counts[gram] / norm;
      if (counts[gram] > 0 && shared[gram] >= 0) {
        grams[text][place] = shared[gram];
        weights[text][place++] = weight;
      } else {
        rest[text] += weight * weight;
      }
      counts[gram] = 0;
    }
  }

  NgramKernel.Parts parts() {
    int[] starts = new int[rest.length + 1];
    for (int t = 0; t < rest.length; t++) {
      starts[t + 1] = starts[t] + grams[t].length;
    }
    int[] all = new int[starts[rest.length]];
    double[] allWeights = new double[all.length];
    for (int t = 0; t < rest.length; t++) {
      System.arraycopy(grams[t], 0, all, starts[t], grams[t].length);
      System.arraycopy(weights[t], 0, allWeights, starts[t], weights[t].length);
    }
    return new NgramKernel.Parts(starts, all, allWeights, features, rest);
  }
}
