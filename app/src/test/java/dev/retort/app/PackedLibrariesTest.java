package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.Retort;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packs native libraries as the build does, and has the JVM tell which files a run by the launcher loaded.
class PackedLibrariesTest {
  private static final String JAVA_HOME = System.getProperty("java.home");
  private static final String PACKED = "(duckdb_jdbc|sqlite-jdbc|zstd-jni|conscrypt-openjdk-uber)-.*[.]jar";
  private static final Pattern LOADED = Pattern
      .compile("Loaded library (/\\S*lib(?:duckdb|sqlite|zstd|conscrypt)\\S*),");
  private static final String RECIPE = """
      random_seed: 5
      teachers:
        one: {simulated: {model: sim-scholar, timing: 0}}
      steps:
        - simulated_chats: {rows: 2, turns: 1}
        - respond: {}
        - write: {path: export, layout: rows}
      """;

  private static final String OVER_TLS = """
      random_seed: 5
      teachers:
        one: {openai: {base_url: "https://127.0.0.1:1/v1", model: m}}
      steps:
        - simulated_chats: {rows: 1, turns: 1}
        - respond: {}
      """;

  @TempDir
  Path checkout = Path.of("");

  private Path home() {
    return checkout.resolve("app/target/retort");
  }

  private Path lib() {
    return home().resolve("lib");
  }

  private Path temporary() {
    return checkout.resolve("temporary");
  }

  /// Four jars are packed in earnest; the rest of the class path stands in the manifest of the app's jar.
  @BeforeEach
  void pack() throws Exception {
    Files.createDirectories(home());
    Files.createDirectory(temporary());
    Files.copy(Cli.ROOT.resolve("retort"), checkout.resolve("retort"));
    List<Path> all = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
        .filter(Files::exists).toList();
    List<String> jars = all.stream().filter(entry -> entry.getFileName().toString().matches(PACKED)).map(Path::toString)
        .toList();
    Path app = jar(checkout.resolve("app.jar"), "");
    run(List.of(JAVA_HOME + "/bin/java", Cli.ROOT + "/app/src/pack/java/Pack.java", home().toString(), app.toString(),
        checkout.toString(), String.join(File.pathSeparator, jars)), Map.of());
    jar(lib().resolve("app.jar"), all.stream().filter(entry -> !jars.contains(entry.toString()))
        .map(entry -> entry.toUri().toString()).collect(Collectors.joining(" ")));
  }

  /// A jar with the one class that Pack asks for something, and none with which it could train a cache.
  private static Path jar(Path jar, String more) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, more);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry("dev/retort/Retort.class"));
      out.write(classFile());
    }
    return jar;
  }

  private static byte[] classFile() throws IOException {
    try (InputStream bytes = Objects.requireNonNull(Retort.class.getResourceAsStream("Retort.class"))) {
      return bytes.readAllBytes();
    }
  }

  private void run(List<String> command, Map<String, String> environment) throws Exception {
    assertThat(exitCode(command, environment)).as(Files.readString(checkout.resolve("out"))).isZero();
  }

  private int exitCode(List<String> command, Map<String, String> environment) throws Exception {
    Path out = checkout.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  /// Where the libraries of DuckDB, SQLite and zstd lay that a run by the launcher loaded.
  private List<Path> loadedByARun(String name) throws Exception {
    Path recipe = Files.writeString(checkout.resolve("recipe.yaml"), RECIPE);
    run(List.of(checkout + "/retort", "run", recipe.toString(), "--run", checkout.resolve(name).toString()),
        telling(name));
    return loaded(name);
  }

  private Map<String, String> telling(String name) {
    return Map.of("RETORT_JAVA_HOME", JAVA_HOME, "RETORT_OPTS",
        "-Djava.io.tmpdir=" + temporary() + " -Xlog:library=info:file=" + checkout.resolve(name + ".log"));
  }

  private List<Path> loaded(String name) throws IOException {
    return LOADED.matcher(Files.readString(checkout.resolve(name + ".log"))).results()
        .map(found -> Path.of(found.group(1))).toList();
  }

  @Test
  void aRunUnpacksNone() throws Exception {
    assertThat(loadedByARun("run")).hasSize(3).extracting(Path::getParent).containsOnly(lib().toRealPath());
  }

  /// Nobody listens there: the library is loaded before that is found out.
  @Test
  void aCallOverTlsUnpacksNone() throws Exception {
    Path recipe = Files.writeString(checkout.resolve("recipe.yaml"), OVER_TLS);
    assertThat(exitCode(List.of(checkout + "/retort", "check", "--probe", recipe.toString()), telling("probe")))
        .isNotZero();
    assertThat(loaded("probe")).filteredOn(file -> file.toString().contains("conscrypt")).hasSize(1)
        .extracting(Path::getParent).containsOnly(lib().toRealPath());
  }

  @Test
  void whatIsMissingOrBrokenThereIsUnpacked() throws Exception {
    Path sqlite = lib().resolve(System.mapLibraryName("sqlitejdbc"));
    Path zstd = zstd();
    Files.delete(sqlite);
    Files.writeString(zstd, "no library");
    assertThat(unpackedByARun("one")).hasSize(2);

    Files.writeString(sqlite, "no library");
    Files.delete(zstd);
    assertThat(unpackedByARun("other")).hasSize(2);
  }

  private Path zstd() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(lib(), "libzstd-jni-*")) {
      return found.iterator().next();
    }
  }

  private List<Path> unpackedByARun(String name) throws Exception {
    Path unpacked = temporary().toRealPath();
    return loadedByARun(name).stream().filter(file -> file.startsWith(unpacked)).toList();
  }
}
