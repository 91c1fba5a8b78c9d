package dev.retort.run.traffic;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The calls of one lane to one teacher that wait for leave, first come first served.
///
/// Lines of an endpoint take turns, so a lane with a million units cannot starve another. Its fields are its
/// [Admission]'s, under the lock.
public final class Line {
  final Admission admission;
  final Breaker breaker;
  private final String teacher;
  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

  Line(Admission admission, String teacher, Breaker breaker) {
    this.admission = admission;
    this.teacher = teacher;
    this.breaker = breaker;
  }

  public String teacher() {
    return teacher;
  }

  /// Waits for leave to send a call.
  /// @return the leave, to be closed; null when the teacher was stopped
  public @Nullable Pass enter(Call call) throws InterruptedException {
    return admission.enter(this, call);
  }

  /// Why such a call would wait for ever; null when it can go out.
  public @Nullable String never(Cost cost) {
    return admission.never(cost);
  }

  void add(Waiter waiter) {
    waiters.add(waiter);
  }

  /// The first that still waits, or null.
  @Nullable
  Waiter first() {
    Waiter first = waiters.peekFirst();
    while (first != null && first.left) {
      waiters.removeFirst();
      first = waiters.peekFirst();
    }
    return first;
  }

  void removeFirst() {
    waiters.removeFirst();
  }
}
