package dev.retort.app;

import dev.retort.app.terminal.Terminal;
import dev.retort.app.terminal.Terminal.Look;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Walks through what short commands load, once, when the distribution is packed: the JVM keeps it in a cache.
///
/// What the commands answer does not matter here, only that their classes are loaded and linked.
final class Training {
  private Training() {}

  /// @param words recipes to be checked
  public static void main(String[] words) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    App app = new App(new LocalLibrary(), new Terminal(nowhere, nowhere, Look.of(System.getenv())));
    app.execute("--version");
    app.execute("--help");
    app.execute("check", "--help");
    app.execute("run", "--help");
    app.execute("steps");
    for (String recipe : words) {
      app.execute("check", recipe);
    }
  }
}
