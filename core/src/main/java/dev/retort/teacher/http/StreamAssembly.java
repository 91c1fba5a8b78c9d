package dev.retort.teacher.http;

/// Makes one ordinary body of the events of a stream, so that what is kept looks as if it had come in one piece.
public interface StreamAssembly {

  /// @param data of one event
  /// @param nanos when it came, by [System#nanoTime]
  /// @throws dev.retort.teacher.CallFailed when the event tells an error, or is none of the provider's
  void accept(String data, long nanos);

  /// The body as the provider would have sent it in one piece.
  /// @throws dev.retort.teacher.CallFailed of class MALFORMED_REPLY when the stream broke off
  String body();

  /// When the first piece of an answer came, by [System#nanoTime]; 0 where none did.
  long firstNanos();
}
