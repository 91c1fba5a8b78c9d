package dev.retort.teacher.http;

import java.nio.ByteBuffer;
import org.conscrypt.AllocatedBuffer;
import org.conscrypt.BufferAllocator;

/// Memory outside the heap, lent for the length of a call to BoringSSL: without it each connection keeps 16 KiB.
final class Outside extends BufferAllocator {
  /// A record of TLS and what is around it; less is asked for as a rule.
  private static final int LARGEST = 17 << 10;

  private final Scratch scratch = Scratch.outside();

  @Override
  public AllocatedBuffer allocateDirectBuffer(int capacity) {
    return new Lent(scratch, scratch.take(Math.max(capacity, LARGEST)));
  }

  private static final class Lent extends AllocatedBuffer {
    private final Scratch scratch;
    private final ByteBuffer buffer;

    Lent(Scratch scratch, ByteBuffer buffer) {
      this.scratch = scratch;
      this.buffer = buffer;
    }

    @Override
    public ByteBuffer nioBuffer() {
      return buffer;
    }

    @Override
    public AllocatedBuffer release() {
      scratch.give(buffer);
      return this;
    }
  }
}
