package dev.retort.teacher.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/// Bytes as they are.
record ClearLink(ByteChannel channel) implements Link {
  private static final int SLICE = 64 << 10;

  @Override
  public int read(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  /// In slices, as the JDK copies all it is given at once.
  @Override
  public void write(ByteBuffer source) throws IOException {
    int end = source.limit();
    while (source.position() < end) {
      source.limit(Math.min(end, source.position() + SLICE));
      channel.write(source);
    }
  }

  @Override
  public boolean pending() {
    return false;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
