package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Asked;
import dev.retort.run.Ledger.Kind;
import org.jspecify.annotations.Nullable;

/// Who asks whom in which step: what many records have in common, kept once.
record Lane(Kind kind, String teacher, String endpoint, String step) {

  static Lane of(Asked asked) {
    return new Lane(asked.kind(), asked.teacher(), asked.endpoint(), asked.step());
  }

  /// By hand, since the generated one goes through method handles and is called for each record.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Lane lane && lane.kind == kind && lane.teacher.equals(teacher) && lane.step.equals(step)
        && lane.endpoint.equals(endpoint);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * endpoint.hashCode() + step.hashCode()) + kind.ordinal();
  }

  Asked asked(String row, int sample) {
    return new Asked(kind, teacher, endpoint, step, row, sample);
  }
}
