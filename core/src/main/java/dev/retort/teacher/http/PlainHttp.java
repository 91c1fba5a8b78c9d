package dev.retort.teacher.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 over plain sockets: one thread a call, which waits for its answer.
///
/// Deadlines cost nothing by call: one thread looks over all connections and closes those that are overdue.
final class PlainHttp implements Http {
  private final Pool pool = new Pool();
  private final Names names;

  PlainHttp() {
    this(InetAddress::getAllByName);
  }

  PlainHttp(Names.Lookup lookup) {
    this.names = new Names(lookup);
  }

  @Override
  public Answer send(Ask ask, Duration deadline) throws IOException, InterruptedException {
    if (!"http".equals(ask.site().uri().getScheme())) {
      throw new IllegalArgumentException("only http:// is spoken here, not " + ask.site().uri());
    }
    long start = Ticks.now();
    long due = Ticks.after(start, deadline);
    Site.Origin origin = ask.site().origin();
    Wire idle = pool.take(origin);
    Wire wire = idle == null ? connect(origin, start, due) : idle;
    boolean whole = false;
    try {
      wire.due(due);
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

  private Wire connect(Site.Origin origin, long start, long due) throws IOException, InterruptedException {
    long end = Math.min(due, Ticks.after(start, CONNECT));
    IOException last = new ConnectException("no address of " + origin.host());
    for (InetAddress address : names.addresses(origin.host(), end)) {
      try {
        return connect(new InetSocketAddress(address, origin.port()), end);
      } catch (HttpConnectTimeoutException e) {
        throw e;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private Wire connect(InetSocketAddress address, long end) throws IOException, InterruptedException {
    Wire wire = new Wire();
    boolean connected = false;
    try {
      wire.due(end);
      pool.add(wire);
      wire.connect(address);
      connected = wire.settle();
      if (!connected) {
        throw new ConnectException();
      }
      return wire;
    } catch (IOException e) {
      IOException told = told(wire, e, new HttpConnectTimeoutException("no connection in time"));
      throw told instanceof HttpConnectTimeoutException ? told : refused(told);
    } finally {
      if (!connected) {
        pool.remove(wire);
      }
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
