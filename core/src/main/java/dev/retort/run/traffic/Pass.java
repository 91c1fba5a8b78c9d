package dev.retort.run.traffic;

import dev.retort.teacher.CallFailed;

/// Leave to send one attempt. Say how it ended, and close it once that is kept; used by one thread.
///
/// The place under way is given back on closing. So a run that is killed repeats no more calls than may be under way,
/// and a ledger that cannot keep up slows the calls instead of filling the memory.
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
  /// Where the desk keeps it.
  int place;
  private boolean told;
  private boolean closed;

  Pass(Line line, Call call, long slot, long epoch, boolean probe, long due) {
    this.line = line;
    this.call = call;
    this.slot = slot;
    this.epoch = epoch;
    this.probe = probe;
    this.due = due;
  }

  /// The teacher answered.
  /// @param used tokens by its own count, or as well as we know
  public void answered(Cost used) {
    if (!told) {
      told = true;
      line.admission.answered(this, used);
    }
  }

  /// There is no usable reply.
  /// @return whether the teacher has been out of order for so long that it is to be given up
  public boolean failed(CallFailed failure) {
    if (told) {
      return false;
    }
    told = true;
    return line.admission.failed(this, failure.failure(), failure.retryAfter());
  }

  /// Gives the place back. Where nothing was said, as when the thread was interrupted, nothing is learnt.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      line.admission.left(this, told);
    }
  }
}
