package dev.retort.study;

import java.util.List;

/// How varied each teacher's answers are.
final class Diversities {
  private Diversities() {}

  static ProfileSheet of(Paired paired) {
    return new ProfileSheet(List.of(), List.of());
  }
}
