package dev.retort.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The command line in a process of its own, for tests that need to kill it or to measure it.
final class Cli {
  static final Path ROOT = Path.of(System.getProperty("retort.root", ".")).toAbsolutePath().normalize();
  private static final Pattern BASE_URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/v1");

  private static final Pattern OPTIONS = Pattern.compile("(?m)^data_options='([^']*)'$");

  private Cli() {}

  /// Java as the launcher starts it for commands that move data.
  static ProcessBuilder java(List<String> jvm, List<String> arguments) throws IOException {
    Matcher options = OPTIONS.matcher(Files.readString(ROOT.resolve("retort")));
    if (!options.find()) {
      throw new AssertionError("the launcher has no line data_options='...'");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of(options.group(1).split(" ")));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.retort.app.Main"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    return builder;
  }

  /// Starts `retort ARGUMENTS`; its output goes to files beside `log`.
  static Process start(Path log, List<String> jvm, String... arguments) {
    try {
      return java(jvm, List.of(arguments)).redirectOutput(log.toFile())
          .redirectError(log.resolveSibling(log.getFileName() + ".err").toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs to the end and gives the exit code; what was printed is in `log` and `log.err`.
  static int run(Path log, List<String> jvm, String... arguments) throws InterruptedException {
    Process process = start(log, jvm, arguments);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("did not end within 5 minutes: " + List.of(arguments));
    }
    return process.exitValue();
  }

  /// A running `retort simulate`.
  record Fleet(Process process, String baseUrl) implements AutoCloseable {
    @Override
    public void close() {
      process.destroy();
    }
  }

  static Fleet simulate(Path requestLog, String... more) {
    List<String> arguments = new ArrayList<>(
        List.of("simulate", "--port", "0", "--log", requestLog.toString()));
    arguments.addAll(List.of(more));
    try {
      Process process = java(List.of(), arguments)
          .redirectError(requestLog.resolveSibling("simulate.err").toFile()).start();
      BufferedReader out = process.inputReader();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher url = BASE_URL.matcher(line);
        if (url.find()) {
          return new Fleet(process, url.group());
        }
      }
      throw new AssertionError(
          "simulate named no address: " + Files.readString(requestLog.resolveSibling("simulate.err")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
