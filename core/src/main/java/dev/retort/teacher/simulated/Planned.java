package dev.retort.teacher.simulated;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the server is to do about one request.
///
/// @param parts the body: one part, or the events of a stream
/// @param fault what goes wrong on purpose
/// @param delay wait before the answer is whole, before scaling
record Planned(int status, Map<String, String> headers, List<String> parts, @Nullable Fault fault, Duration delay) {
  static final String JSON = "application/json";
  static final String EVENTS = "text/event-stream";

  static Planned json(int status, String body, Duration delay) {
    return new Planned(status, Map.of("Content-Type", JSON), List.of(body), null, delay);
  }

  boolean streams() {
    return EVENTS.equals(headers.get("Content-Type"));
  }
}
