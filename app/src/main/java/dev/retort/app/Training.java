package dev.retort.app;

import dev.retort.UserError;
import dev.retort.app.Library.Fleet;
import dev.retort.app.Library.Simulation;
import dev.retort.app.terminal.Terminal;
import dev.retort.app.terminal.Terminal.Look;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/// Walks through what commands load, once, when the distribution is packed: the JVM keeps it in a cache.
///
/// Short commands are there for their classes. The run, against the simulated fleet, is there for the methods that a
/// model call takes, too, in the clear and through TLS: the JVM remembers how far it compiled them
/// (docs/adr/0024-two-compilers.md). What the commands answer does not matter here.
final class Training {
  /// Methods that a call takes a few times are called often enough to be compiled.
  private static final int CALLS = 2_000;
  private static final String RUN = """
      recipe: training
      random_seed: 7
      intended_use: research
      teachers:
        model:
          openai: {base_url: "%s", model: sim-scholar%s}
          limits: {in_flight: 64}
      steps:
        - simulated_chats: {rows: %d}
        - respond: {teachers: [model], context: original}
        - write: {path: export, layout: chat, format: jsonl}
      """;

  private Training() {}

  /// @param words recipes to be checked
  public static void main(String[] words) throws IOException, InterruptedException {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Library library = new LocalLibrary();
    App app = new App(library, new Terminal(nowhere, nowhere, Look.of(System.getenv())));
    app.execute("--version");
    app.execute("--help");
    app.execute("check", "--help");
    app.execute("run", "--help");
    app.execute("steps");
    for (String recipe : words) {
      app.execute("check", recipe);
    }
    Path folder = Files.createTempDirectory("retort-training");
    try (Fleet fleet = library.simulate(new Simulation(0, 0, null, 0, Map.of()));
        SecureFront front = SecureFront.before(URI.create(fleet.baseUrl()), folder)) {
      System.out.println("run: exit code " + run(app, folder, "clear", RUN.formatted(fleet.baseUrl(), "", CALLS)));
      String trusted = ", server: {connection: {ca_file: %s}}".formatted(front.certificate().getFileName());
      System.out.println("run over TLS: exit code "
          + run(app, folder, "secure", RUN.formatted(front.baseUrl(), trusted, CALLS)));
    } catch (UserError | IOException e) {
      System.out.println("run: " + e.getMessage()); // as where no port may be opened; the cache is worth having all the same
    } finally {
      delete(folder);
    }
  }

  private static int run(App app, Path folder, String name, String text) throws IOException {
    Path recipe = Files.writeString(folder.resolve(name + ".yaml"), text);
    return app.execute("run", recipe.toString(), "--run", folder.resolve(name).toString());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
