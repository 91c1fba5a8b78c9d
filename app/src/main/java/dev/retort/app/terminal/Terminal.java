package dev.retort.app.terminal;

import dev.retort.text.Visible;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Where the commands print: results to one stream, everything else to the other.
///
/// @param out results
/// @param err progress, notes, errors
/// @param look whether somebody watches `err`, how wide it is, and whether colours are wanted
public record Terminal(PrintStream out, PrintStream err, Look look) {

  /// @param live whether `err` is a terminal that understands cursor movements
  /// @param width columns
  /// @param colour false when `NO_COLOR` is set or `err` is no terminal
  public record Look(boolean live, int width, boolean colour) {
    public static final int WIDTH = 80;

    /// The launcher says by `RETORT_TERMINAL` whether `err` is a terminal, for Java cannot tell.
    public static Look of(Map<String, String> environment) {
      boolean live = "1".equals(environment.get("RETORT_TERMINAL")) && !"dumb".equals(environment.get("TERM"));
      boolean colour = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
      return new Look(live, width(environment.getOrDefault("COLUMNS", "")), colour);
    }

    private static int width(String columns) {
      return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : WIDTH;
    }
  }

  /// The process's own streams, in UTF-8.
  public static Terminal standard() {
    return new Terminal(stream(FileDescriptor.out), stream(FileDescriptor.err), Look.of(System.getenv()));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /// Prints a result.
  public void result(String text) {
    out.println(Visible.inTerminal(text));
  }

  /// Says something that is not a result.
  public void say(String text) {
    err.println(Visible.inTerminal(text));
  }
}
