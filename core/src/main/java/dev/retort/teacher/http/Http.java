package dev.retort.teacher.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends a request and waits for its whole answer: the seam behind which a client stands.
public interface Http extends AutoCloseable {

  /// @throws java.net.http.HttpTimeoutException when the deadline has passed
  /// @throws TooLarge when the answer is larger than is read
  /// @throws IOException when there was no connection, or it was lost before the whole answer was there
  Answer send(Ask ask, Duration deadline) throws IOException, InterruptedException;

  @Override
  void close();

  /// @param body JSON to post; null for GET
  record Ask(URI uri, Map<String, String> headers, @Nullable String body) {}

  /// @param headers names in lower case, the first value of each
  record Answer(int status, Map<String, String> headers, byte[] body, Duration firstByte, Duration total) {}

  /// An answer beyond the size that is read.
  final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    public TooLarge(long limit) {
      super("the answer is larger than %d MiB".formatted(limit >> 20));
    }
  }
}
