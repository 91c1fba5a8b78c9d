package dev.retort.teacher.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The two ways of a connection, in the clear or through TLS.
interface Link extends AutoCloseable {
  /// Waits for bytes; -1 at the end.
  int read(ByteBuffer target) throws IOException;

  /// Writes all that remains.
  void write(ByteBuffer source) throws IOException;

  /// Whether bytes wait that the connection itself no longer holds.
  boolean pending();

  /// Gives back what is held outside the heap; the connection itself is closed by whoever opened it.
  @Override
  void close();
}
