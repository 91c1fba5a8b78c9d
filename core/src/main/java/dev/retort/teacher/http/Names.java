package dev.retort.teacher.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks up the addresses of hosts with a deadline, each name once at a time.
///
/// The system's look-up knows neither deadline nor interrupt, so it has a thread of its own.
final class Names {
  private static final long KEPT = 10_000_000_000L;
  private final Lookup lookup;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /// The system's look-up, or a test's.
  interface Lookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private record Known(long asked, CompletableFuture<InetAddress[]> coming) {
    boolean usable(long now) {
      return !coming.isDone() || !coming.isCompletedExceptionally() && now - asked < KEPT;
    }
  }

  Names(Lookup lookup) {
    this.lookup = lookup;
  }

  /// @param due when the wait is over
  InetAddress[] addresses(String host, long due) throws IOException, InterruptedException {
    Known found = known.compute(host, (_, before) -> before != null && before.usable(Ticks.now()) ? before : ask(host));
    try {
      return found.coming().get(Math.max(0, due - Ticks.now()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new HttpConnectTimeoutException("no address of " + host + " in time");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownHostException unknown ? unknown : new IOException(e.getCause());
    }
  }

  private Known ask(String host) {
    CompletableFuture<InetAddress[]> coming = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("retort-http-names").start(() -> {
      try {
        coming.complete(lookup.addresses(host));
      } catch (UnknownHostException | RuntimeException e) {
        coming.completeExceptionally(e);
      }
    });
    return new Known(Ticks.now(), coming);
  }
}
