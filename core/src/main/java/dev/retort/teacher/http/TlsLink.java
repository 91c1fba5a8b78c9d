package dev.retort.teacher.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/// TLS over a blocking channel, by an engine.
///
/// A close without notice counts as an end: whether the answer is whole, HTTP itself tells.
final class TlsLink implements Link {
  private static final int FIRST = 4 << 10;
  private static final String REASON = "OPENSSL_internal:";
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ByteChannel channel;
  private final SSLEngine engine;
  private final Scratch scratch;
  private final Runnable whenClosed;
  /// Encrypted bytes received, ready to be read from; grows to the size of a record only where one is that large.
  private ByteBuffer received = ByteBuffer.allocate(FIRST).flip();
  /// Decrypted bytes that did not fit where they were wanted, ready to be read from. With no room at all BoringSSL's
  /// engine throws what the proof of a server says as it is, and not as a failed handshake.
  private ByteBuffer clear = ByteBuffer.allocate(1).flip();
  private boolean over;
  /// Held while memory is freed that the engine itself reads without a lock of its own.
  private final ReentrantLock freeing = new ReentrantLock();
  private volatile boolean closed;

  /// @param whenClosed done once
  TlsLink(ByteChannel channel, SSLEngine engine, Scratch scratch, Runnable whenClosed) {
    this.channel = channel;
    this.engine = engine;
    this.scratch = scratch;
    this.whenClosed = whenClosed;
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
  String protocol() throws AsynchronousCloseException {
    freeing.lock();
    try {
      if (closed) {
        throw new AsynchronousCloseException();
      }
      String agreed = engine.getApplicationProtocol();
      return agreed == null ? "" : agreed;
    } finally {
      freeing.unlock();
    }
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
    if (closed) {
      throw new AsynchronousCloseException(); // our own side closed it, perhaps within the answer
    }
    return -1;
  }

  /// Decrypts a record, aside where it is larger than the room there is.
  private void decrypt(ByteBuffer target) throws IOException {
    SSLEngineResult result = unwrap(target);
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
      return unwrap(clear);
    } finally {
      clear.flip();
    }
  }

  private SSLEngineResult unwrap(ByteBuffer target) throws SSLException {
    try {
      return engine.unwrap(received, target);
    } catch (SSLException e) {
      throw told(e);
    }
  }

  /// BoringSSL's reason alone: around it stand lines of code and addresses in memory, which differ each time.
  private static SSLException told(SSLException e) {
    String said = String.valueOf(e.getMessage());
    int from = said.indexOf(REASON) + REASON.length();
    if (from < REASON.length()) {
      return e;
    }
    int to = from;
    while (to < said.length() && (Character.isLetterOrDigit(said.charAt(to)) || said.charAt(to) == '_')) {
      to++;
    }
    SSLException told = new SSLException("TLS failed: " + said.substring(from, to));
    told.initCause(e.getCause());
    return told;
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
    ByteBuffer sent = scratch.take(engine.getSession().getPacketBufferSize());
    switch (encrypted(source, sent).getStatus()) {
      case OK -> {
        // on its way
      }
      case CLOSED -> throw new IOException("the connection is closed");
      case BUFFER_OVERFLOW, BUFFER_UNDERFLOW -> throw new SSLException("no record came of what was to be sent");
    }
    sent.flip();
    while (sent.hasRemaining()) {
      channel.write(sent);
    }
    scratch.give(sent);
  }

  private SSLEngineResult encrypted(ByteBuffer source, ByteBuffer target) throws SSLException {
    try {
      return engine.wrap(source, target);
    } catch (SSLException e) {
      throw told(e);
    }
  }

  @Override
  public boolean pending() {
    return clear.hasRemaining() || received.hasRemaining();
  }

  /// Frees what the engine holds outside the heap. Another thread may be at work with it: the engine lets one in at a
  /// time, and that one is told that all is over.
  @Override
  public void close() {
    freeing.lock();
    try {
      if (!closed) {
        closed = true;
        free();
      }
    } finally {
      freeing.unlock();
    }
  }

  private void free() {
    ByteBuffer farewell = scratch.take(engine.getSession().getPacketBufferSize());
    try {
      engine.closeOutbound();
      engine.wrap(NOTHING, farewell);
      engine.closeInbound();
    } catch (SSLException | RuntimeException _) {
      farewell.clear(); // nobody hears a farewell, neither ours nor the one the server did not say
    } finally {
      scratch.give(farewell);
      whenClosed.run();
    }
  }
}
