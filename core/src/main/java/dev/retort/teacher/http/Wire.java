package dev.retort.teacher.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// One connection, and the buffer it is written from and read into.
///
/// Used by one thread at a time. Another closes it when its time is over, which wakes the thread that waits on it.
final class Wire implements AutoCloseable {
  private static final int SIZE = 4 << 10;
  private static final int SLICE = 64 << 10;
  /// Longer lines and headers are nobody's honest answer.
  private static final int LARGEST = 64 << 10;
  private static final long NEVER = Long.MAX_VALUE;
  private static final long OVER = Long.MIN_VALUE;

  private final SocketChannel channel;
  private final AtomicLong due = new AtomicLong(NEVER);
  private byte[] bytes = new byte[SIZE];
  private ByteBuffer view = ByteBuffer.wrap(bytes);
  private int from;
  private int to;
  private long readAt;
  private long idleSince;

  Wire() throws IOException {
    this.channel = SocketChannel.open();
  }

  void connect(InetSocketAddress address) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect(address);
  }

  /// The time, of [Ticks], at which the connection is closed unless [#settle] comes before.
  void due(long at) {
    due.set(at);
  }

  /// Takes the deadline away; false when it has passed.
  boolean settle() {
    return due.getAndSet(NEVER) != OVER;
  }

  boolean overdue() {
    return due.get() == OVER;
  }

  /// Closes the connection when it is due.
  void expire(long now) {
    long at = due.get();
    if (at != NEVER && at != OVER && at <= now && due.compareAndSet(at, OVER)) {
      close();
    }
  }

  /// Makes ready for the next request.
  void idle(long now) {
    idleSince = now;
    from = 0;
    to = 0;
    if (bytes.length > SIZE) {
      bytes = new byte[SIZE];
      view = ByteBuffer.wrap(bytes);
    }
  }

  long idleSince() {
    return idleSince;
  }

  /// Whether nothing came while the connection lay idle: neither its end nor words nobody asked for.
  boolean quiet() {
    try {
      channel.configureBlocking(false);
      boolean quiet = channel.read(view.clear()) == 0;
      channel.configureBlocking(true);
      return quiet;
    } catch (IOException _) {
      return false; // reset: as good as ended
    }
  }

  /// When the latest bytes came.
  long readAt() {
    return readAt;
  }

  // --- writing: nothing is read before [#flush]

  void put(byte[] text) throws IOException {
    if (text.length > bytes.length - to) {
      flush();
    }
    if (text.length > bytes.length) {
      write(ByteBuffer.wrap(text));
    } else {
      System.arraycopy(text, 0, bytes, to, text.length);
      to += text.length;
    }
  }

  /// @param text printable ASCII
  void put(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (to == bytes.length) {
        flush();
      }
      bytes[to++] = (byte) text.charAt(i);
    }
  }

  void flush() throws IOException {
    write(view.clear().limit(to));
    from = 0;
    to = 0;
  }

  /// In slices, as the JDK copies all it is given at once.
  private void write(ByteBuffer whole) throws IOException {
    int end = whole.limit();
    while (whole.position() < end) {
      whole.limit(Math.min(end, whole.position() + SLICE));
      channel.write(whole);
    }
  }

  // --- reading

  /// Bytes read and not yet taken.
  int available() {
    return to - from;
  }

  byte at(int offset) {
    return bytes[from + offset];
  }

  void skip(int count) {
    from += count;
  }

  byte[] buffer() {
    return bytes;
  }

  int position() {
    return from;
  }

  /// Reads more into the buffer, which grows while what is in it is not taken.
  /// @return false at the end of the connection
  boolean fill() throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
    } else if (to == bytes.length) {
      makeRoom();
    }
    int count = channel.read(view.clear().position(to));
    readAt = Ticks.now();
    to += Math.max(count, 0);
    return count >= 0;
  }

  private void makeRoom() throws IOException {
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, to - from);
    } else if (bytes.length < LARGEST) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
      view = ByteBuffer.wrap(bytes);
    } else {
      throw new Http.TooLarge("the header of the answer", LARGEST);
    }
    to -= from;
    from = 0;
  }

  /// Reads up to `length` bytes, of the buffer first.
  /// @return -1 at the end of the connection
  int read(byte[] target, int at, int length) throws IOException {
    if (from == to && length >= bytes.length) {
      int count = channel.read(ByteBuffer.wrap(target, at, Math.min(length, SLICE)));
      readAt = Ticks.now();
      return count;
    }
    if (from == to && !fill()) {
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(bytes, from, target, at, count);
    from += count;
    return count;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      due.set(OVER); // there is nothing to lose: the descriptor is gone all the same
    }
  }
}
