package dev.retort.teacher.simulated;

import dev.retort.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/// An OpenAI-compatible server on loopback whose models are [Persona]s.
///
/// It offers `POST /v1/chat/completions`, `/v1/completions`, `/v1/embeddings` and `GET /v1/models`, and batches at
/// `/v1/files` and `/v1/batches`. Every answer is marked: `"retort_simulated": true` and `"system_fingerprint": "retort-simulated"`. Replies and faults depend on the
/// seed, the request and its attempt (header `X-Retort-Attempt`), never on the order of arrival.
public final class FleetServer implements AutoCloseable {
  private static final int BACKLOG = 4_096;
  private static final long IDLE_MILLIS = 600_000;

  private final Server server;
  private final ServerConnector connector;
  private final ExecutorService threads;
  private final @Nullable RequestLog log;

  private FleetServer(FleetOptions options) {
    this.threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fleet-", 0).factory());
    this.log = openLog(options.requestLog());
    QueuedThreadPool pool = new QueuedThreadPool();
    pool.setName("fleet");
    pool.setDaemon(true);
    pool.setVirtualThreadsExecutor(threads);
    this.server = new Server(pool);
    this.connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setPort(options.port());
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(new FleetHandler(options, log));
    server.setStopTimeout(0);
  }

  /// Starts a fleet.
  /// @throws UserError when the port is taken or the log cannot be written
  public static FleetServer start(FleetOptions options) {
    FleetServer fleet = new FleetServer(options);
    try {
      fleet.server.start();
    } catch (Exception e) {
      fleet.close();
      throw new UserError("simulated fleet on 127.0.0.1:%d: it could not be started, %s. Try another port."
          .formatted(options.port(), e.getMessage()));
    }
    return fleet;
  }

  private static @Nullable RequestLog openLog(@Nullable Path file) {
    try {
      return file == null ? null : new RequestLog(file);
    } catch (IOException e) {
      throw new UserError("%s: the request log cannot be written, %s. Name a file in a folder that exists."
          .formatted(file, e.getMessage()));
    }
  }

  public int port() {
    return connector.getLocalPort();
  }

  /// The URL below which the endpoints lie, such as `http://127.0.0.1:8000/v1`.
  public String baseUrl() {
    return "http://127.0.0.1:%d/v1".formatted(port());
  }

  /// Stops at once; requests under way are not answered.
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      server.stop();
      if (log != null) {
        log.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("the simulated fleet could not be stopped", e);
    }
  }
}
