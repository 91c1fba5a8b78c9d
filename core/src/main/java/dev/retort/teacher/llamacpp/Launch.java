package dev.retort.teacher.llamacpp;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is started to hold a model.
sealed interface Launch {

  /// A name that is part of the endpoint's identity.
  String kind();

  /// The command line of the child process.
  /// @param port where it shall listen; of no meaning to an engine that chooses its port
  /// @param scratch a folder of its own for unpacked native libraries
  List<String> command(int port, Path scratch);

  /// What to load and how.
  record Settings(Path model, int window, int threads, int parallel, boolean ownTemplate) {}

  /// The binding that comes with Retort, in a child JVM; it chooses a port and says which.
  record Embedded(Settings settings) implements Launch {
    @Override
    public String kind() {
      return "embedded";
    }

    @Override
    public List<String> command(int port, Path scratch) {
      List<String> command = java(scratch, "256m", EmbeddedServer.class);
      Collections.addAll(command, settings.model().toString(), "" + settings.window(), "" + settings.threads(),
          "" + settings.parallel());
      return command;
    }
  }

  /// The user's own server, watched over by [ServerKeeper].
  record LlamaServer(Path executable, Settings settings) implements Launch {
    @Override
    public String kind() {
      return "llama-server";
    }

    @Override
    public List<String> command(int port, Path scratch) {
      List<String> command = java(scratch, "32m", ServerKeeper.class);
      Collections.addAll(command, executable.toString(), "--model", settings.model().toString(), "--alias",
          LlamaCpp.modelName(settings.model()), "--host", "127.0.0.1", "--port", "" + port, "--ctx-size",
          "" + Math.multiplyExact(settings.window(), settings.parallel()), "--parallel", "" + settings.parallel(),
          "--threads", "" + settings.threads(), "--no-context-shift");
      if (settings.ownTemplate()) {
        command.add("--jinja");
      }
      return command;
    }
  }

  private static List<String> java(Path scratch, String heap, Class<?> main) {
    return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + scratch.resolve("crash.log"), "-Djava.io.tmpdir=" + scratch,
        "-cp", System.getProperty("java.class.path"), main.getName()));
  }

  /// The `llama-server` of the search path; null when there is none.
  static @Nullable Path onPath(Map<String, String> environment) {
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      for (String name : List.of("llama-server", "llama-server.exe")) {
        Path file = folder.isEmpty() ? null : Path.of(folder).resolve(name);
        if (file != null && Files.isRegularFile(file) && Files.isExecutable(file)) {
          return file.toAbsolutePath();
        }
      }
    }
    return null;
  }
}
