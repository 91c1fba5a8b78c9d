package dev.retort.teacher.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
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
  /// Python's servers close after 5 s; one closed while a request is on its way loses a paid call.
  private static final long OLDEST = 4_000_000_000L;
  /// Before TLS stand other servers as a rule, which wait for a minute, and a handshake costs more than ten calls.
  private static final long OLDEST_SECURE = 30_000_000_000L;
  static final long NEVER = Long.MAX_VALUE;
  private static final long OVER = Long.MIN_VALUE;

  private final SocketChannel channel;
  private volatile Link link;
  private final AtomicLong due = new AtomicLong(NEVER);
  private byte[] bytes = new byte[SIZE];
  private ByteBuffer view = ByteBuffer.wrap(bytes);
  private int from;
  private int to;
  private long readAt;
  private long idleSince;

  Wire() throws IOException {
    this.channel = SocketChannel.open();
    this.link = new ClearLink(channel);
  }

  void connect(InetSocketAddress address) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect(address);
  }

  /// Goes on through TLS.
  /// @return the protocol that was agreed on; empty where the server does not say
  String secure(Trust trust, Site.Origin origin, int place) throws IOException {
    TlsLink tls = trust.link(channel, origin, place);
    link = tls;
    tls.handshake();
    return tls.protocol();
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
  /// @return when it will be, or [#NEVER]
  long expire(long now) {
    long at = due.get();
    if (at == OVER) {
      return NEVER;
    }
    if (at <= now && due.compareAndSet(at, OVER)) {
      close();
      return NEVER;
    }
    return at;
  }

  /// Makes ready for the next request.
  void idle(long now) {
    idleSince = now;
    empty();
  }

  /// A large buffer is not kept: ten thousand connections may wait.
  private void empty() {
    from = 0;
    to = 0;
    if (bytes.length > SIZE) {
      resize(SIZE);
    }
  }

  private void resize(int size) {
    bytes = Arrays.copyOf(bytes, size);
    view = ByteBuffer.wrap(bytes);
  }

  long idleSince() {
    return idleSince;
  }

  /// How long it may lie idle.
  long oldest() {
    return link instanceof TlsLink ? OLDEST_SECURE : OLDEST;
  }

  /// Whether nothing came while the connection lay idle: neither its end nor words nobody asked for.
  boolean quiet() {
    try {
      channel.configureBlocking(false);
      boolean quiet = !link.pending() && channel.read(view.clear()) == 0;
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

  /// Head and body go out together, as long as they are not large.
  void put(byte[] text) throws IOException {
    if (text.length > LARGEST - to) {
      flush();
      link.write(ByteBuffer.wrap(text));
      return;
    }
    if (text.length > bytes.length - to) {
      resize(to + text.length);
    }
    System.arraycopy(text, 0, bytes, to, text.length);
    to += text.length;
  }

  /// @param text printable ASCII
  void put(String text) throws IOException {
    put(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void flush() throws IOException {
    if (to > 0) {
      link.write(view.clear().limit(to));
    }
    empty();
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
    int count = link.read(view.clear().position(to));
    readAt = Ticks.now();
    to += Math.max(count, 0);
    return count >= 0;
  }

  private void makeRoom() throws IOException {
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, to - from);
    } else if (bytes.length < LARGEST) {
      resize(bytes.length * 2);
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
      int count = link.read(ByteBuffer.wrap(target, at, Math.min(length, SLICE)));
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
    link.close();
  }
}
