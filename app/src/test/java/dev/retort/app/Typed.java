package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.app.terminal.Terminal;
import dev.retort.app.terminal.Terminal.Look;
import dev.retort.row.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/// A command line as a user types it, run in this process with the whole library behind it, and what it answered.
record Typed(int code, String out, String err) {

  static Typed retort(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(stream(out), stream(err), new Look(false, 80, false));
    int code = new App(new LocalLibrary(), terminal).execute(
        Arrays.stream(words).map(word -> word instanceof Path path ? path.toString() : (String) word)
            .toArray(String[]::new));
    return new Typed(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  /// Ended with this code, and without a stack trace.
  Typed ended(int expected) {
    assertThat(code).as(err + out).isEqualTo(expected);
    assertThat(err).doesNotContain("\tat ").doesNotContain("Exception");
    return this;
  }

  /// Refused as the user's mistake, telling all of this, with no result.
  Typed refused(String... told) {
    ended(2);
    assertThat(err).contains(told);
    assertThat(out).isEmpty();
    return this;
  }

  /// The object that `--json` printed.
  JsonNode json() {
    return Json.read(out);
  }

  /// A count of a step in that object.
  long count(int step, String name) {
    return json().required("steps").get(step).required(name).longValue();
  }
}
