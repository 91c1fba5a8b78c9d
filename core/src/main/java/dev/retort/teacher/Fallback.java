package dev.retort.teacher;

import dev.retort.step.Default;
import java.util.List;

/// Who does a teacher's unit where the teacher fails: another teacher, from the unit's first call on.
///
/// @param teacher its name in the recipe; not one the step asks anyway
/// @param on classes of failure after which it is asked; one that stops the teacher counts for all its later units
public record Fallback(String teacher,
    @Default("[rate_limit, overload, timeout, connection, server_error, malformed_reply, auth, wrong_model]") List<Failure> on) {

  public Fallback {
    on = List.copyOf(on);
    if (on.isEmpty()) {
      throw new IllegalArgumentException("on must name one class of failure or more");
    }
  }
}
