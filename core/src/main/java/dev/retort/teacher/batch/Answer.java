package dev.retort.teacher.batch;

import dev.retort.teacher.CallFailed;

/// What became of one request of a batch.
public sealed interface Answer {

  /// @param body the answer as a single call would have brought it
  record Said(String body) implements Answer {}

  record Refused(CallFailed failure) implements Answer {}
}
