package dev.retort.run.sqlite;

/// Hears of the moments at which a kill could do harm. Tests end the process there.
interface Watch {
  Watch NONE = _ -> {};

  enum Moment {
    BEGIN, INSERTED, COMMIT, COMMITTED, INDEX, INDEXED, CHECKPOINT, CHECKPOINTED, MIGRATE, MIGRATED
  }

  void at(Moment moment);
}
