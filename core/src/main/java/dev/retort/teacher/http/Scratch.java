package dev.retort.teacher.http;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// A few buffers that all connections of a client share, as a record is encrypted and sent at once.
///
/// An engine wants 16 KiB free to encrypt a line into: kept by each of thousands of connections, they fill the heap.
final class Scratch {
  private static final int MOST = 2 * Runtime.getRuntime().availableProcessors();

  private final IntFunction<ByteBuffer> allocate;
  private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  Scratch() {
    this(ByteBuffer::allocate);
  }

  private Scratch(IntFunction<ByteBuffer> allocate) {
    this.allocate = allocate;
  }

  /// Outside the heap, for what is not written in Java.
  static Scratch outside() {
    return new Scratch(ByteBuffer::allocateDirect);
  }

  /// An empty buffer of at least that size.
  ByteBuffer take(int size) {
    @Nullable
    ByteBuffer known = free.poll();
    if (known == null) {
      return allocate.apply(size);
    }
    count.decrementAndGet();
    return known.capacity() >= size ? known.clear() : allocate.apply(size);
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
