package dev.retort.teacher.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends a request and waits for its whole answer: the seam behind which a client stands.
///
/// No client follows a redirect or sends a request twice.
interface Http extends AutoCloseable {
  /// The longest body that is read, unpacked.
  long LARGEST_BODY = 64L << 20;
  /// The longest wait for a connection.
  Duration CONNECT = Duration.ofSeconds(10);

  /// @throws java.net.http.HttpConnectTimeoutException when there was no connection in time
  /// @throws java.net.http.HttpTimeoutException when the deadline has passed
  /// @throws java.net.UnknownHostException when the name of the server is not known
  /// @throws java.net.ConnectException when it cannot be reached
  /// @throws TooLarge when the answer is larger than is read
  /// @throws Malformed when it is no HTTP
  /// @throws IOException when the connection was lost before the whole answer was there
  Answer send(Ask ask, Duration deadline) throws IOException, InterruptedException;

  @Override
  void close();

  /// @param more headers of this request alone
  /// @param body JSON to post; null for GET
  /// @param receiver asked when the answer begins
  record Ask(Site site, Map<String, String> more, @Nullable String body, Receiver receiver) {}

  /// @param body empty when a sink took it
  /// @param firstByte time from sending to the first byte of the body
  record Answer(int status, Fields headers, byte[] body, Duration firstByte, Duration total) {}

  /// Says who takes the body of an answer.
  interface Receiver {
    Receiver WHOLE = (_, _) -> null;

    /// A sink for the body, or null when it is to be gathered.
    @Nullable
    Sink begin(int status, Fields headers);
  }

  /// Takes a body as it comes.
  interface Sink {
    /// @param nanos since the request was sent
    void take(byte[] buffer, int from, int length, long nanos) throws IOException;
  }

  /// An answer beyond the size that is read.
  final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge(String what, long limit) {
      super("%s is larger than %s".formatted(what, limit >= 1 << 20 ? (limit >> 20) + " MiB" : (limit >> 10) + " KiB"));
    }
  }

  /// An answer that breaks the rules of HTTP.
  final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String what) {
      super(what);
    }
  }
}
