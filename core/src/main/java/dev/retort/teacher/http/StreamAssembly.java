package dev.retort.teacher.http;

import dev.retort.teacher.Endpoint.Response;
import java.time.Duration;
import java.util.Map;

/// Makes one ordinary body of the events of a stream, so that what is kept looks as if it had come in one piece.
public interface StreamAssembly {

  /// @param data of one event
  /// @param nanos from sending the request to its arrival
  /// @throws dev.retort.teacher.CallFailed when the event tells an error, or is none of the provider's
  void accept(String data, long nanos);

  /// The body as the provider would have sent it in one piece.
  /// @throws dev.retort.teacher.CallFailed of class MALFORMED_REPLY when the stream broke off; what had come is not told,
  /// since a later reading could take it for a whole answer
  String body();

  /// From sending the request to the first piece of an answer; 0 where none came.
  long firstNanos();

  /// Asks for a stream and gives the whole answer, with the time to its first piece as the first byte's.
  ///
  /// A server that answers in one piece nevertheless is taken at its word.
  static Response ask(ModelServer server, String path, String body, Map<String, String> more, Duration deadline,
      StreamAssembly assembly) throws InterruptedException {
    Response got = server.stream(path, body, more, deadline, event -> assembly.accept(event.data(), event.nanos()));
    if (!got.body().isEmpty()) {
      return got;
    }
    String whole = assembly.body();
    long first = assembly.firstNanos();
    return new Response(whole, first == 0 ? got.firstByte() : Duration.ofNanos(first), got.total());
  }
}
