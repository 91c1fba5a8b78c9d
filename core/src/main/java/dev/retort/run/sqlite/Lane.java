package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Asked;
import dev.retort.run.Ledger.Kind;

/// Who asks whom in which step: what many records have in common, kept once.
record Lane(Kind kind, String teacher, String endpoint, String step) {

  static Lane of(Asked asked) {
    return new Lane(asked.kind(), asked.teacher(), asked.endpoint(), asked.step());
  }

  Asked asked(String row, int sample) {
    return new Asked(kind, teacher, endpoint, step, row, sample);
  }
}
