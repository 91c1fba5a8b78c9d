package dev.retort.measure.diversity;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// What one clustering of a few texts amounts to.
///
/// `C` is the number of valid clusters, `S` the texts in them by cluster, `D = C / S`. With every text in one valid
/// cluster `D` is `C^2 / K`; it lies above 0 and is never more than `C`.
///
/// @param clusters valid clusters, 1 or more
/// @param members texts in them
public record ClusterScore(int clusters, int members) {

  public ClusterScore {
    if (clusters < 1 || members < clusters) {
      throw new IllegalArgumentException(
          "wanted 1 cluster or more, each with a text, not %d with %d".formatted(clusters, members));
    }
  }

  /// A rule that a clustering breaks.
  public enum Breach {
    /// A cluster without texts.
    EMPTY,
    /// A text that stands twice, in one cluster or in two.
    OVERLAPPING,
    /// A number no text has.
    UNKNOWN
  }

  /// Where a clustering breaks a rule.
  /// @param cluster its place, from 0
  /// @param text the number that was named; 0 for an empty cluster
  public record Broken(Breach breach, int cluster, int text) {}

  /// `S`: texts by valid cluster.
  public double size() {
    return (double) members / clusters;
  }

  /// `D = C / S`.
  public double diversity() {
    return (double) clusters * clusters / members;
  }

  /// Everything that keeps a clustering from being counted; nothing where it is sound. Texts may be left out.
  /// @param clusters each with the numbers of its texts, from 1
  /// @param texts how many there are
  public static List<Broken> broken(List<int[]> clusters, int texts) {
    List<Broken> broken = new ArrayList<>();
    BitSet taken = new BitSet(texts + 1);
    for (int i = 0; i < clusters.size(); i++) {
      int[] members = clusters.get(i);
      if (members.length == 0) {
        broken.add(new Broken(Breach.EMPTY, i, 0));
      }
      for (int member : members) {
        if (member < 1 || member > texts) {
          broken.add(new Broken(Breach.UNKNOWN, i, member));
        } else if (taken.get(member)) {
          broken.add(new Broken(Breach.OVERLAPPING, i, member));
        } else {
          taken.set(member);
        }
      }
    }
    return broken;
  }

  /// Texts that no cluster took.
  /// @param clusters sound ones
  public static int unassigned(List<int[]> clusters, int texts) {
    return texts - clusters.stream().mapToInt(members -> members.length).sum();
  }
}
