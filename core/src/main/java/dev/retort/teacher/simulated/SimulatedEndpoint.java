package dev.retort.teacher.simulated;

import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.http.Headers;
import dev.retort.teacher.http.ModelServer;
import dev.retort.teacher.openai.OpenAi;
import dev.retort.teacher.openai.OpenAiEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The way to one character of the embedded fleet, which is started by the first call.
final class SimulatedEndpoint implements Endpoint {
  private static final OpenAi.Server TAKEN = new OpenAi.Server(OpenAi.Tokenize.NEVER, OpenAi.ServedModel.MATCH,
      Map.of());

  private final Persona persona;
  private final FleetOptions options;
  private final OpenAiEndpoint server;
  private final ReentrantLock lock = new ReentrantLock();
  private SharedFleets.@Nullable Lease lease;
  private boolean closed;

  SimulatedEndpoint(String teacher, Persona persona, FleetOptions options) {
    this.persona = persona;
    this.options = options;
    String identity = "simulated %s %d %d".formatted(persona.name(), options.seed(), Fleet.VERSION);
    this.server = new OpenAiEndpoint(new OpenAiEndpoint.Model(identity, persona.name(), Map.of(), TAKEN),
        new ModelServer(teacher, this::baseUrl, Headers.NONE));
  }

  @Override
  public String identity() {
    return server.identity();
  }

  @Override
  public String canonical(Request request) {
    return server.canonical(request);
  }

  @Override
  public Response send(Request request, Duration deadline) throws InterruptedException {
    return server.send(request, deadline);
  }

  @Override
  public Response send(Request request, Try attempt, Duration deadline) throws InterruptedException {
    return server.send(request, attempt, deadline);
  }

  private URI baseUrl() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the simulated fleet was asked after it was closed");
      }
      SharedFleets.Lease held = lease;
      if (held == null) {
        held = SharedFleets.join(options);
        lease = held;
      }
      return URI.create(held.baseUrl());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Reply read(Request request, String body) {
    return server.read(request, body);
  }

  @Override
  public OptionalInt window() {
    return OptionalInt.of(persona.pace().window());
  }

  @Override
  public boolean tokenizes() {
    return server.tokenizes();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (lease != null) {
        lease.close();
      }
    } finally {
      lock.unlock();
    }
    server.close();
  }
}
