package dev.retort.teacher.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// TLS over a blocking channel, by an engine.
///
/// A close without notice counts as an end: whether the answer is whole, HTTP itself tells.
final class TlsLink implements Link {
  private static final int FIRST = 4 << 10;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ByteChannel channel;
  private final SSLEngine engine;
  private final Scratch scratch;
  private final AtomicReference<@Nullable Runnable> whenClosed;
  /// Encrypted bytes received, ready to be read from; grows to the size of a record only where one is that large.
  private ByteBuffer received = ByteBuffer.allocate(FIRST).flip();
  /// Decrypted bytes that did not fit where they were wanted, ready to be read from. With no room at all BoringSSL's
  /// engine throws what the proof of a server says as it is, and not as a failed handshake.
  private ByteBuffer clear = ByteBuffer.allocate(1).flip();
  private boolean over;

  /// @param whenClosed done once
  TlsLink(ByteChannel channel, SSLEngine engine, Scratch scratch, Runnable whenClosed) {
    this.channel = channel;
    this.engine = engine;
    this.scratch = scratch;
    this.whenClosed = new AtomicReference<>(whenClosed);
  }

  /// @throws SSLException when the server is not trusted, or speaks no TLS
  void handshake() throws IOException {
    engine.beginHandshake();
    proceed();
    if (!received.hasRemaining() && received.capacity() > FIRST) {
      received = ByteBuffer.allocate(FIRST).flip(); // certificates are long, answers need not be
    }
  }

  SSLEngine engine() {
    return engine;
  }

  /// What the two ends agreed to speak; empty where the server did not say.
  String protocol() {
    String agreed = engine.getApplicationProtocol();
    return agreed == null ? "" : agreed;
  }

  private void proceed() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> tasks();
        case NEED_WRAP -> wrap(NOTHING);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!understood(unwrapAside())) {
            throw new SSLHandshakeException("the server closed the connection");
          }
        }
        case NOT_HANDSHAKING, FINISHED -> {
          return;
        }
      }
    }
  }

  private void tasks() {
    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int before = target.position();
    while (target.position() == before) {
      if (clear.hasRemaining()) {
        return poured(target);
      }
      if (over) {
        return end();
      }
      // Where nothing is there to be decrypted, the engine need not be asked.
      if (received.hasRemaining() || receive()) {
        decrypt(target);
      } else {
        over = true;
      }
    }
    return target.position() - before;
  }

  private int end() throws AsynchronousCloseException {
    if (whenClosed.get() == null) {
      throw new AsynchronousCloseException(); // our own side closed it, perhaps within the answer
    }
    return -1;
  }

  /// Decrypts a record, aside where it is larger than the room there is.
  private void decrypt(ByteBuffer target) throws IOException {
    SSLEngineResult result = engine.unwrap(received, target);
    if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
      result = unwrapAside();
    }
    if (!understood(result)) {
      over = true;
    } else if (afterHandshake(result.getHandshakeStatus())) {
      proceed();
    }
  }

  /// Decrypts behind what already lies aside; room is made only where data come, which a handshake brings none of.
  private SSLEngineResult unwrapAside() throws SSLException {
    SSLEngineResult result = unwrapBehind();
    if (result.getStatus() != SSLEngineResult.Status.BUFFER_OVERFLOW) {
      return result;
    }
    int wanted = clear.remaining() + engine.getSession().getApplicationBufferSize();
    clear = ByteBuffer.allocate(wanted).put(clear).flip();
    return unwrapBehind();
  }

  private SSLEngineResult unwrapBehind() throws SSLException {
    clear.compact();
    try {
      return engine.unwrap(received, clear);
    } finally {
      clear.flip();
    }
  }

  private int poured(ByteBuffer target) {
    int count = Math.min(clear.remaining(), target.remaining());
    target.put(target.position(), clear, clear.position(), count).position(target.position() + count);
    clear.position(clear.position() + count);
    if (!clear.hasRemaining() && !received.hasRemaining()) {
      clear = NOTHING; // thousands of connections wait, their buffers need not
    }
    return count;
  }

  private static boolean afterHandshake(HandshakeStatus status) {
    return switch (status) {
      case NEED_TASK, NEED_WRAP -> true;
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> false;
    };
  }

  /// Reads more where more is needed; false at the end.
  private boolean understood(SSLEngineResult result) throws IOException {
    return switch (result.getStatus()) {
      case OK -> true;
      case CLOSED -> false;
      case BUFFER_UNDERFLOW -> receive();
      case BUFFER_OVERFLOW -> throw new SSLException("a record larger than TLS allows");
    };
  }

  private boolean receive() throws IOException {
    if (received.remaining() == received.capacity()) {
      ByteBuffer larger = ByteBuffer.allocate(Math.max(engine.getSession().getPacketBufferSize(), received.capacity()));
      if (larger.capacity() == received.capacity()) {
        throw new SSLException("a record larger than TLS allows");
      }
      received = larger.put(received).flip();
    }
    received.compact();
    try {
      return channel.read(received) >= 0;
    } finally {
      received.flip();
    }
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    do {
      wrap(source);
    } while (source.hasRemaining());
  }

  private void wrap(ByteBuffer source) throws IOException {
    int size = engine.getSession().getPacketBufferSize();
    ByteBuffer sent = scratch.take(size);
    SSLEngineResult result = engine.wrap(source, sent);
    while (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
      size *= 2; // what a handshake left to be sent goes along with the record
      sent = scratch.take(size);
      result = engine.wrap(source, sent);
    }
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      throw new IOException("it was closed by the server");
    }
    sent.flip();
    while (sent.hasRemaining()) {
      channel.write(sent);
    }
    scratch.give(sent);
  }

  @Override
  public boolean pending() {
    return clear.hasRemaining() || received.hasRemaining();
  }

  /// Frees what the engine holds outside the heap. Another thread may be at work with it: the engine lets one in at a
  /// time, and that one is told that all is over.
  @Override
  public void close() {
    Runnable last = whenClosed.getAndSet(null);
    if (last == null) {
      return;
    }
    ByteBuffer farewell = scratch.take(engine.getSession().getPacketBufferSize());
    try {
      engine.closeOutbound();
      engine.wrap(NOTHING, farewell);
      engine.closeInbound();
    } catch (SSLException _) {
      over = true; // the server said no farewell: HTTP itself tells whether the answer was whole
    } finally {
      scratch.give(farewell);
      last.run();
    }
  }
}
