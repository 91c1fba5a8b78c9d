package dev.retort.teacher.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Our own client for plain HTTP, Jetty's for TLS and proxies; Jetty's classes are loaded when first needed.
final class BySchemeHttp implements Http {
  private final Transport transport;
  private final PlainHttp plain = new PlainHttp();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Http full;
  private boolean closed;

  BySchemeHttp(Transport transport) {
    this.transport = transport;
  }

  @Override
  public Answer send(Ask ask, Duration deadline) throws IOException, InterruptedException {
    boolean simple = transport.proxy() == null && "http".equals(ask.site().uri().getScheme());
    return (simple ? plain : full()).send(ask, deadline);
  }

  private Http full() throws IOException {
    Http known = full;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      if (closed) {
        throw new IOException("the run is over");
      }
      known = full;
      if (known == null) {
        known = new JettyHttp(transport);
        full = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    plain.close();
    lock.lock();
    try {
      closed = true;
      if (full != null) {
        full.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
