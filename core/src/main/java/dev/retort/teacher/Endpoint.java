package dev.retort.teacher;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// An open way to one model. Used by many threads at once.
public interface Endpoint extends AutoCloseable {

  /// What makes its answers its own: kind, address, model and everything sent with each request; never a port that
  /// changes by run, never a secret. Part of every ledger key.
  String identity();

  /// The request as it goes out, in canonical JSON: the other part of the ledger key.
  String canonical(Request request);

  /// One call on the wire: waits until the whole answer is there or the deadline has passed.
  /// @throws CallFailed with the class of the failure
  /// @throws InterruptedException when the thread was interrupted; the call is given up
  Response send(Request request, Duration deadline) throws InterruptedException;

  /// The same, told which try of which call it is, for an endpoint whose answer or faults hang on that, or that sends
  /// what [#canonical] gave.
  default Response send(Request request, Try attempt, Duration deadline) throws InterruptedException {
    return send(request, deadline);
  }

  /// Reads a response that was received now or long ago.
  /// @throws CallFailed of class MALFORMED_REPLY, CONTENT_FILTER, REFUSAL or WRONG_MODEL, or of the class of an error it holds
  Reply read(Request request, String body);

  /// Told when the answer or failure of a try is in the ledger, for an endpoint that keeps what it was sent until then.
  default void kept(Try attempt) {}

  /// Tokens the model can see and write in one call, where the server says.
  OptionalInt window();

  /// Whether [Request.Tokenize] is answered.
  boolean tokenizes();

  /// The text a chat becomes before the model sees it, where this endpoint renders the template itself, so that its
  /// tokens can be counted; null where the server renders it.
  default @Nullable String rendered(Request.Chat chat) {
    return null;
  }

  /// Ways to tell the server a JSON Schema, the best first. Where there are several, one that it refuses is followed by
  /// the next, which is then kept to.
  default List<Telling> tellings(String jsonSchema) {
    return List.of(Telling.RESPONSE_FORMAT);
  }

  /// Whether the server is to be asked for figures about itself, told from an answer it gave.
  /// @param answer raw
  default boolean offersMetrics(String answer) {
    return false;
  }

  /// The server's page of figures about itself, in Prometheus text; null where it has none.
  default @Nullable String metrics(Duration deadline) throws InterruptedException {
    return null;
  }

  @Override
  void close();

  /// One try of a call.
  /// @param call the ledger key in hex: equal asks of two rows differ in it
  /// @param number from 1, counted on over sittings
  /// @param canonical what [#canonical] gave for the request
  record Try(String call, int number, String canonical) {}

  /// A raw response.
  /// @param body as received, whole
  /// @param firstByte time from sending to the first byte of the answer
  /// @param total time from sending to its end
  record Response(String body, Duration firstByte, Duration total) {}
}
