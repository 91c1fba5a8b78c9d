package dev.retort.teacher.batch;

import dev.retort.row.Row;
import dev.retort.teacher.Backend.Opening;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// An endpoint whose calls wait for each other and go out as batches.
///
/// Its identity and requests are those of the endpoint it stands for, so a call answered one way is not asked the other
/// way again. What no batch takes, such as counting tokens, is asked directly.
public final class BatchedEndpoint implements Endpoint {
  private static final int FEW = 100;

  private final Endpoint direct;
  private final BatchServer server;
  private final Batcher batcher;

  private BatchedEndpoint(Endpoint direct, BatchServer server, Batcher batcher) {
    this.direct = direct;
    this.server = server;
    this.batcher = batcher;
  }

  /// @param direct asked for what goes into no batch; closed with this
  public static Endpoint over(Endpoint direct, BatchServer server, Batch options, Opening opening) {
    return over(direct, server, options, opening, Pace.REAL);
  }

  static Endpoint over(Endpoint direct, BatchServer server, Batch options, Opening opening, Pace pace) {
    String identity = HexFormat.of()
        .formatHex(Row.sha256().digest(direct.identity().getBytes(StandardCharsets.UTF_8)));
    Batcher.Notes notes = message -> opening.notes().accept("teacher '%s': %s".formatted(opening.name(), message));
    int most = opening.teacher().limits().inFlight();
    if (most < Math.min(FEW, options.maxRequests())) {
      notes.tell(
          "a batch holds %d requests at most, since limits: {in_flight: %d}. Raise it to make batches worth while."
              .formatted(most, most));
    }
    Journal journal = new Journal(opening.work().resolve("batches"));
    return new BatchedEndpoint(direct, server,
        new Batcher(new Batcher.Setup(server, journal, options, pace, notes, identity)));
  }

  @Override
  public String identity() {
    return direct.identity();
  }

  @Override
  public String canonical(Request request) {
    return direct.canonical(request);
  }

  /// Asks directly: a call that is no try of one in the ledger could not be found again.
  @Override
  public Response send(Request request, Duration deadline) throws InterruptedException {
    return direct.send(request, deadline);
  }

  /// Waits for the batch that holds the request; the deadline of single calls does not hold for it.
  @Override
  public Response send(Request request, Try attempt, Duration deadline) throws InterruptedException {
    String lane = server.lane(request);
    if (lane == null) {
      return direct.send(request, attempt, deadline);
    }
    long start = System.nanoTime();
    Answer answer = batcher.ask(new Batcher.Item(lane, attempt.call(), attempt.number(), attempt.canonical()));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return switch (answer) {
      case Answer.Said(String body) -> new Response(body, took, took);
      case Answer.Refused refused -> throw refused.failure();
    };
  }

  @Override
  public void kept(Try attempt) {
    batcher.kept(attempt.call());
  }

  @Override
  public Reply read(Request request, String body) {
    return direct.read(request, body);
  }

  @Override
  public OptionalInt window() {
    return direct.window();
  }

  @Override
  public boolean tokenizes() {
    return direct.tokenizes();
  }

  @Override
  public @Nullable String rendered(Request.Chat chat) {
    return direct.rendered(chat);
  }

  @Override
  public void close() {
    batcher.close();
    server.close();
    direct.close();
  }
}
