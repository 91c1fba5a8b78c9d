package dev.retort.teacher.http;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A few buffers that all connections of a client share, as a record is encrypted and sent at once.
///
/// The JDK's engine wants 16 KiB free to encrypt a line into: kept by each of thousands of connections, they fill the heap.
final class Scratch {
  private static final int MOST = 2 * Runtime.getRuntime().availableProcessors();

  private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /// An empty buffer of at least that size.
  ByteBuffer take(int size) {
    @Nullable
    ByteBuffer known = free.poll();
    if (known == null) {
      return ByteBuffer.allocate(size);
    }
    count.decrementAndGet();
    return known.capacity() >= size ? known.clear() : ByteBuffer.allocate(size);
  }

  /// Takes one back that nobody uses any more.
  void give(ByteBuffer buffer) {
    if (count.incrementAndGet() <= MOST) {
      free.add(buffer);
    } else {
      count.decrementAndGet();
    }
  }
}
