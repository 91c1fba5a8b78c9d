package dev.retort.teacher.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1, in the clear or through TLS: one thread a call, which waits for its answer.
///
/// Deadlines cost nothing by call: one thread knows the nearest, and closes what is overdue then.
final class ThinHttp implements Http {
  static final String HTTP_2 = "h2";
  /// More at once overflow what a server's system holds back for it, and the overflow waits for seconds.
  private static final int MOST_CONNECTING = 64;

  private final Pool pool = new Pool();
  private final Names names;
  private final Places connecting = new Places(MOST_CONNECTING);
  private final Trusting trusting;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Trust trust;

  /// The server speaks HTTP/2 and was asked nothing yet: another client is to ask it.
  static final class SpeaksHttp2 extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /// Reads whose certificates count.
  interface Trusting {
    Trust read() throws IOException;
  }

  ThinHttp(@Nullable Path caFile) {
    this(InetAddress::getAllByName, () -> Trust.of(caFile));
  }

  ThinHttp(Names.Lookup lookup, Trusting trusting) {
    this.names = new Names(lookup);
    this.trusting = trusting;
  }

  @Override
  public Answer send(Ask ask, Duration deadline) throws IOException, InterruptedException {
    long start = Ticks.now();
    long due = Ticks.after(start, deadline);
    Site.Origin origin = ask.site().origin();
    Wire idle = pool.take(origin);
    Wire wire = idle == null ? connect(origin, due) : idle;
    boolean whole = false;
    try {
      pool.due(wire, due);
      Exchange exchange = new Exchange(wire, start);
      Answer answer = exchange.run(ask);
      whole = wire.settle() && exchange.reusable();
      return answer;
    } catch (IOException e) {
      throw told(wire, e, new HttpTimeoutException("no whole answer within " + deadline));
    } finally {
      if (whole) {
        pool.give(origin, wire);
      } else {
        pool.remove(wire);
      }
    }
  }

  /// What really happened: a channel says little when another thread closed it.
  private IOException told(Wire wire, IOException e, HttpTimeoutException late) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (wire.overdue()) {
      return late;
    }
    return pool.closed() ? new IOException("the run is over", e) : e;
  }

  private Wire connect(Site.Origin origin, long due) throws IOException, InterruptedException {
    int place = connecting.take(due - Ticks.now());
    if (place < 0) {
      throw new HttpConnectTimeoutException("no connection in time");
    }
    try {
      return connectNow(origin, place, Math.min(due, Ticks.after(Ticks.now(), CONNECT)));
    } finally {
      connecting.give(place);
    }
  }

  private Wire connectNow(Site.Origin origin, int place, long end) throws IOException, InterruptedException {
    if (origin.tls()) {
      trust(); // what is wrong with the certificates is told before anything else
    }
    IOException last = new ConnectException("no address of " + origin.host());
    for (InetAddress address : names.addresses(origin.host(), end)) {
      try {
        return connect(new InetSocketAddress(address, origin.port()), origin, place, end);
      } catch (HttpConnectTimeoutException | SSLException | SpeaksHttp2 e) {
        throw e;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private Wire connect(InetSocketAddress address, Site.Origin origin, int place, long end)
      throws IOException, InterruptedException {
    try {
      return connectOnce(address, origin, place, end);
    } catch (SSLException e) {
      if (!trust().leftToJdk(origin, e)) {
        throw e;
      }
    }
    boolean connected = false;
    try {
      Wire wire = connectOnce(address, origin, place, end);
      connected = true;
      return wire;
    } finally {
      if (!connected) {
        trust().notLeftToJdk(origin);
      }
    }
  }

  private Wire connectOnce(InetSocketAddress address, Site.Origin origin, int place, long end)
      throws IOException, InterruptedException {
    Wire wire = new Wire();
    boolean connected = false;
    try {
      pool.add(wire);
      pool.due(wire, end);
      wire.connect(address);
      if (origin.tls() && wire.secure(trust(), origin, place).equals(HTTP_2)) {
        throw new SpeaksHttp2();
      }
      connected = wire.settle();
      if (!connected) {
        throw new ConnectException();
      }
      return wire;
    } catch (IOException e) {
      IOException told = told(wire, e, new HttpConnectTimeoutException("no connection in time"));
      throw switch (told) {
        case HttpConnectTimeoutException late -> late;
        case SSLException untrusted -> untrusted;
        case SpeaksHttp2 second -> second;
        default -> refused(told);
      };
    } finally {
      if (!connected) {
        pool.remove(wire);
      }
    }
  }

  /// Certificates are read when first needed.
  private Trust trust() throws IOException {
    lock.lock();
    try {
      Trust known = trust;
      if (known == null) {
        known = trusting.read();
        trust = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private static ConnectException refused(IOException e) {
    @Nullable
    String message = e.getMessage();
    ConnectException refused = new ConnectException(message == null ? "no connection" : message);
    refused.initCause(e);
    return refused;
  }

  @Override
  public void close() {
    pool.close();
  }
}
