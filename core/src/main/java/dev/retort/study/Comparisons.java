package dev.retort.study;

import dev.retort.measure.statistics.Difference;
import dev.retort.measure.statistics.MultipleTesting;
import dev.retort.measure.statistics.Resamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds all pairs of authors against each other on the prompts both have a value for.
public final class Comparisons {
  private Comparisons() {}

  /// Every pair once, in order; p by Holm's method over all of them. Pairs without a common prompt are left out.
  /// @param values by author and prompt; NaN where there is none
  public static List<Comparison> of(List<String> authors, double[][] values, Resamples resamples) {
    List<Comparison> pairs = new ArrayList<>();
    for (int a = 0; a < authors.size(); a++) {
      for (int b = a + 1; b < authors.size(); b++) {
        Optional<Difference> difference = resamples.differenceIfAny(values[a], values[b]);
        if (difference.isPresent()) {
          pairs.add(new Comparison(authors.get(a), authors.get(b), difference.get(), 1));
        }
      }
    }
    double[] adjusted = MultipleTesting.HOLM
        .adjust(pairs.stream().mapToDouble(pair -> pair.difference().p()).toArray());
    for (int i = 0; i < pairs.size(); i++) {
      Comparison pair = pairs.get(i);
      pairs.set(i, new Comparison(pair.a(), pair.b(), pair.difference(), adjusted[i]));
    }
    return List.copyOf(pairs);
  }
}
