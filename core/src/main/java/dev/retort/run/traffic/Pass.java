package dev.retort.run.traffic;

import dev.retort.teacher.CallFailed;

/// Leave to send one attempt. Say how it ended, then close it; used by one thread.
public final class Pass implements AutoCloseable {
  final Line line;
  final Call call;
  /// The slot its cost was taken from.
  final long slot;
  final long epoch;
  final boolean probe;
  /// When the call is overdue, in the admission's time.
  final long due;
  boolean toldOverdue;
  private boolean ended;

  Pass(Line line, Call call, long slot, long epoch, boolean probe, long due) {
    this.line = line;
    this.call = call;
    this.slot = slot;
    this.epoch = epoch;
    this.probe = probe;
    this.due = due;
  }

  /// The tokens it was taken to need.
  public Cost cost() {
    return call.cost();
  }

  /// The teacher answered.
  /// @param used tokens by its own count, or as well as we know
  public void answered(Cost used) {
    if (!ended) {
      ended = true;
      line.admission.answered(this, used);
    }
  }

  /// There is no usable reply.
  /// @return whether the teacher has been out of order for so long that it is to be given up
  public boolean failed(CallFailed failure) {
    if (ended) {
      return false;
    }
    ended = true;
    return line.admission.failed(this, failure.failure(), failure.retryAfter());
  }

  /// Gives the place back where nothing was said, as when the thread was interrupted.
  @Override
  public void close() {
    if (!ended) {
      ended = true;
      line.admission.abandoned(this);
    }
  }
}
