package dev.retort.teacher.http;

import java.util.concurrent.atomic.AtomicLong;

/// Which connections may have BoringSSL: Conscrypt opens a pipe for each, two descriptors beside that of the connection.
///
/// No connection a recipe may open is to fail for want of a descriptor, so pipes take what is left over.
final class Pipes {
  /// What the JVM sets on a Mac, where nothing else is told.
  private static final long USUAL = 10_240;
  static final Pipes OF_PROCESS = new Pipes(Descriptors.limit().orElse(USUAL) - Descriptors.OTHERS);
  static final Pipes NONE = new Pipes(0);

  private static final long NOBODY_SAID = -1;
  /// Each has BoringSSL keep some 36 KB outside the heap.
  private static final long MOST = 4_096;

  private final long descriptors;
  private final AtomicLong expected = new AtomicLong(NOBODY_SAID);
  private final AtomicLong taken = new AtomicLong();

  /// @param descriptors for connections and pipes
  Pipes(long descriptors) {
    this.descriptors = descriptors;
  }

  /// So many connections may be open one day. Until that is said, two thirds of the descriptors are theirs.
  void expect(long connections) {
    expected.accumulateAndGet(connections, Math::max);
  }

  /// Takes a pipe; false when the connections need the descriptors.
  boolean take() {
    long number = taken.incrementAndGet();
    long connections = expected.get() == NOBODY_SAID ? descriptors * 2 / 3 : Math.max(expected.get(), number);
    if (number <= MOST && connections + 2 * number <= descriptors) {
      return true;
    }
    give();
    return false;
  }

  void give() {
    taken.decrementAndGet();
  }
}
