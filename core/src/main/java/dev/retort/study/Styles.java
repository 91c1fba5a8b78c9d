package dev.retort.study;

import dev.retort.measure.statistics.Resamples;
import java.util.List;

/// How each teacher writes.
final class Styles {
  private Styles() {}

  static ProfileSheet of(Paired paired, Resamples resamples) {
    return new ProfileSheet(List.of(), List.of());
  }
}
