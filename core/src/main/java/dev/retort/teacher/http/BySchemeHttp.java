package dev.retort.teacher.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Our own client for HTTP/1.1, Jetty's for HTTP/2 and proxies; Jetty's classes are loaded when first needed.
final class BySchemeHttp implements Http {
  private final Transport transport;
  private final PlainHttp plain;
  private final Set<Site.Origin> second = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Http full;
  private boolean closed;

  BySchemeHttp(Transport transport) {
    this.transport = transport;
    this.plain = new PlainHttp(transport.caFile());
  }

  @Override
  public Answer send(Ask ask, Duration deadline) throws IOException, InterruptedException {
    Site.Origin origin = ask.site().origin();
    if (transport.proxy() != null || origin.tls() && second.contains(origin)) {
      return full().send(ask, deadline);
    }
    long start = Ticks.now();
    try {
      return plain.send(ask, deadline);
    } catch (PlainHttp.SpeaksHttp2 _) {
      second.add(origin);
      return full().send(ask, Duration.ofNanos(Math.max(1, Ticks.after(start, deadline) - Ticks.now())));
    }
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
