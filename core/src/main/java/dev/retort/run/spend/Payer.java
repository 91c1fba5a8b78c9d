package dev.retort.run.spend;

import org.jspecify.annotations.Nullable;

/// A teacher asked by a step: what spend is told by.
public record Payer(String teacher, String step) {

  /// Written out, for it is looked up with every call, and what a record is given is slow until it is compiled well.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payer payer && payer.teacher.equals(teacher) && payer.step.equals(step);
  }

  @Override
  public int hashCode() {
    return 31 * teacher.hashCode() + step.hashCode();
  }
}
