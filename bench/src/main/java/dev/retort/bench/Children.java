package dev.retort.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Processes of their own, so that what is measured shares nothing with what measures it.
final class Children {
  /// What the build packs, and the `retort` script starts.
  private static final Path PACKED = Path.of("app", "target", "retort");
  private static final Path LIB = PACKED.resolve("lib");
  private static final List<String> COMMON = List.of("--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow", "-XX:-UsePerfData", "-XX:AOTCache=" + PACKED.resolve("app.aot"),
      "-Djava.library.path=" + LIB, "-Dorg.sqlite.lib.path=" + LIB, "-XX:+UseSerialGC",
      "-XX:+UnlockDiagnosticVMOptions", "-XX:Tier2ProfileDelayFactor=1000", "-XX:Tier3BackEdgeThreshold=600000",
      "-Djdk.pollerMode=1");
  /// Those of the `retort` script for a run.
  static final List<String> RUN = with("-Xms224m", "-Xmx512m", "-Xmn128m", "-XX:SurvivorRatio=6",
      "-XX:TargetSurvivorRatio=90", "-XX:+AlwaysPreTouch");
  static final List<String> GIBIBYTE = with("-Xmx1g");
  private static final int LONGEST_MINUTES = 30;

  private Children() {}

  private static List<String> with(String... heap) {
    return Stream.concat(COMMON.stream(), Stream.of(heap)).toList();
  }

  /// Runs a class to its end and returns the `key=value` lines it printed.
  static Map<String, String> run(List<String> flags, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    return run("=", flags, main, arguments);
  }

  /// The same for lines with another sign between key and value, in the order they were printed.
  static Map<String, String> run(String between, List<String> flags, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    Process process = start(flags, main, arguments);
    Map<String, String> figures = new LinkedHashMap<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().map(line -> line.split(between, 2)).filter(pair -> pair.length == 2)
          .forEach(pair -> figures.put(pair[0], pair[1]));
    }
    if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(main.getSimpleName() + " " + arguments + " failed");
    }
    return figures;
  }

  /// A server that ends when it is closed.
  static final class Serving implements AutoCloseable {
    private final Process process;
    private final String url;

    Serving(Class<?> main, List<String> arguments) throws IOException {
      this.process = start(List.of("-XX:+UseSerialGC", "-Xmx1g"), main, arguments);
      this.url = process.inputReader(StandardCharsets.UTF_8).readLine();
    }

    String url() {
      return url;
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      process.destroy();
    }
  }

  private static Process start(List<String> flags, Class<?> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    String more = System.getProperty("retort.bench.flags", "");
    if (main == RetortCalls.class && !more.isEmpty()) {
      command.addAll(List.of(more.split(" ")));
    }
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).directory(new File(".")).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// The packed class path in its order, without which its cache is not taken, and what this process has beyond it.
  private static String classPath() throws IOException {
    Path names = PACKED.resolve("classpath");
    if (!Files.exists(names)) {
      throw new IllegalStateException(names + " is missing: run ./mvnw -q -DskipTests package, and this from the root");
    }
    Stream<String> more = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).startsWith(LIB));
    return Stream.concat(Files.readAllLines(names).stream().map(name -> LIB.resolve(name).toString()), more)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Ends this process when the one that started it is gone.
  static void endWithInput() {
    Thread.ofPlatform().daemon().start(() -> {
      try {
        while (System.in.read() >= 0) {
          // nothing is said, only the end counts
        }
      } catch (IOException _) {
        Runtime.getRuntime().halt(1);
      }
      Runtime.getRuntime().halt(0);
    });
  }

  /// The most memory this process ever held, in KiB; 0 where the system does not tell.
  static long peakKib() {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try {
      return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
