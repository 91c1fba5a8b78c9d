package dev.retort.measure.style;

import dev.retort.measure.statistics.Resamples;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many texts begin with the same words as most do: a sign that answers follow a template.
final class Openings {

  private Openings() {}

  /// The share of the most common first n words among texts that have as many. The interval is that of this opening's
  /// share, which stays the same one in all resamples.
  static StyleValue of(List<List<String>> openings, int n, Resamples resamples) {
    Map<String, Integer> counts = new HashMap<>();
    String[] firsts = new String[openings.size()];
    for (int i = 0; i < firsts.length; i++) {
      List<String> words = openings.get(i);
      firsts[i] = words.size() < n ? "" : String.join(" ", words.subList(0, n));
      if (!firsts[i].isEmpty()) {
        counts.merge(firsts[i], 1, Integer::sum);
      }
    }
    return measured(firsts, mostCommon(counts), n, resamples);
  }

  /// Of openings as common, the first in the order of characters.
  private static String mostCommon(Map<String, Integer> counts) {
    return counts.entrySet().stream().max(Map.Entry.<String, Integer>comparingByValue()
        .thenComparing(Map.Entry.<String, Integer>comparingByKey().reversed())).map(Map.Entry::getKey).orElse("");
  }

  private static StyleValue measured(String[] firsts, String common, int n, Resamples resamples) {
    String name = "opening_" + n;
    if (common.isEmpty()) {
      return new StyleValue(name, null, "no text has %d words".formatted(n));
    }
    double[] same = new double[firsts.length];
    for (int i = 0; i < same.length; i++) {
      same[i] = firsts[i].isEmpty() ? Double.NaN : firsts[i].equals(common) ? 1 : 0;
    }
    return new StyleValue(name, resamples.mean(same), common);
  }
}
