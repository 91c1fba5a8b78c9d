package dev.retort.run;

import dev.retort.run.watch.ServerSeries;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Reads the servers' own pages of figures now and then, for the runtime sheet. No call waits for it.
final class CallsScrapes implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  /// Looks in a row without figures after which a server that told some is left alone.
  private static final int MOST_MISSED = 3;

  private final Semaphore added = new Semaphore(0);
  private final List<Server> servers = new CopyOnWriteArrayList<>();
  private final ReentrantLock looking = new ReentrantLock();
  private final Thread thread = Thread.ofVirtual().name("servers").unstarted(this::loop);

  /// A server that is looked at.
  private static final class Server {
    private final Endpoint endpoint;
    private final ServerSeries series;
    private boolean told;
    private int missed;

    private Server(Endpoint endpoint, ServerSeries series) {
      this.endpoint = endpoint;
      this.series = series;
    }

    private boolean fresh() {
      return !told && missed == 0;
    }

    private boolean hopeless() {
      return told ? missed >= MOST_MISSED : missed > 0;
    }
  }

  CallsScrapes start() {
    thread.start();
    return this;
  }

  /// Looks at the server from now on.
  void add(Endpoint endpoint, ServerSeries series) {
    servers.add(new Server(endpoint, series));
    added.release();
  }

  private void loop() {
    try {
      while (true) {
        boolean fresh = added.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        look(fresh);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One look at each server that tells something.
  void lookAtAll() throws InterruptedException {
    look(false);
  }

  private void look(boolean onlyFresh) throws InterruptedException {
    looking.lockInterruptibly();
    try {
      for (Server server : servers) {
        if (!onlyFresh || server.fresh()) {
          look(server);
        }
      }
      servers.removeIf(Server::hopeless);
    } finally {
      looking.unlock();
    }
  }

  private static void look(Server server) throws InterruptedException {
    boolean told = false;
    try {
      String page = server.endpoint.metrics(DEADLINE);
      told = page != null && server.series.add(page);
    } catch (CallFailed _) {
      told = false; // the calls themselves tell what is wrong with the server
    }
    server.told |= told;
    server.missed = told ? 0 : server.missed + 1;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
