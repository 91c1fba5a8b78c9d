import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Makes the distribution: `lib/*.jar` in a fixed order, native libraries beside them, and an AOT cache.
///
/// Run by Maven as a source file. What is up to date is left alone; a step that does not work on a platform is left
/// out with a line saying so, and the plain jar does instead.
public final class Pack {
  private static final int LONGEST_TRAINING_MINUTES = 5;
  private static final String CONSCRYPT = "META-INF/native/libconscrypt_openjdk_jni-";
  /// The jars whose code looks into its own jar first, and how their libraries' entries begin: the copies have none.
  private static final Map<String, String> JAR_FIRST = Map.of("duckdb_jdbc-", "libduckdb_java.so_",
      "conscrypt-openjdk-", "META-INF/native/");
  /// How the entries of DuckDB's, SQLite's, zstd's and Conscrypt's libraries begin, by platform.
  ///
  /// Each is unpacked at every start unless it is found outside its jar, and a killed process leaves its copy behind.
  private static final Map<String, List<String>> LIBRARIES = Map.of(
      "Linux amd64",
      List.of("libduckdb_java.so_linux_amd64", "org/sqlite/native/Linux/x86_64/lib", "linux/amd64/libzstd",
          CONSCRYPT + "linux-x86_64"),
      "Linux aarch64", List.of("libduckdb_java.so_linux_arm64", "org/sqlite/native/Linux/aarch64/lib",
          "linux/aarch64/libzstd", CONSCRYPT + "linux-aarch_64"),
      "Mac aarch64", List.of("libduckdb_java.so_macos_arm64", "org/sqlite/native/Mac/aarch64/lib",
          "darwin/aarch64/libzstd", CONSCRYPT + "osx-aarch_64"),
      "Mac x86_64", List.of("org/sqlite/native/Mac/x86_64/lib", "darwin/x86_64/libzstd", CONSCRYPT + "osx-x86_64"),
      "Windows amd64", List.of("libduckdb_java.so_windows_amd64"));
  private static final String PLATFORM = System.getProperty("os.name").split(" ")[0] + " "
      + System.getProperty("os.arch");

  private final Path home;
  private final Path lib;
  private final Set<Path> placed = new HashSet<>();
  private boolean changed;

  private Pack(Path home) {
    this.home = home;
    this.lib = home.resolve("lib");
  }

  /// @param words the distribution's folder, the app's jar, the folder of source jars, the class path
  public static void main(String[] words) throws Exception {
    new Pack(Path.of(words[0])).pack(Path.of(words[1]), Path.of(words[2]), words[3]);
  }

  private void pack(Path app, Path sources, String classPath) throws Exception {
    Files.createDirectories(lib);
    if (!LIBRARIES.containsKey(PLATFORM)) {
      System.err.println("pack: no native library is known for " + PLATFORM + " (unpacked at every start)");
    }
    TreeMap<String, Path> jars = new TreeMap<>();
    for (String entry : classPath.split(java.io.File.pathSeparator)) {
      if (entry.endsWith(".jar")) {
        jars.put(Path.of(entry).getFileName().toString(), Path.of(entry));
      }
    }
    List<String> names = new ArrayList<>(List.of(app.getFileName().toString()));
    names.addAll(jars.keySet());
    place(app, lib.resolve(app.getFileName().toString()), sources);
    for (Path jar : jars.values()) {
      place(jar, lib.resolve(jar.getFileName().toString()), sources);
    }
    removeOthers();
    Path cache = home.resolve("app.aot");
    if (changed || !Files.exists(cache) || !sameJdk()) {
      train(names, cache);
    }
    Files.writeString(home.resolve("java-home"), System.getProperty("java.home") + "\n");
    Files.writeString(home.resolve("VERSION"), "retort " + version(lib, names) + "\n");
    Files.writeString(home.resolve("classpath"), String.join("\n", names) + "\n");
  }

  private boolean sameJdk() throws IOException {
    Path known = home.resolve("java-home");
    return Files.exists(known) && Files.readString(known).strip().equals(System.getProperty("java.home"));
  }

  private void removeOthers() throws IOException {
    try (Stream<Path> there = Files.list(lib)) {
      for (Path file : there.filter(f -> !placed.contains(f)).toList()) {
        Files.delete(file);
        changed = true;
      }
    }
  }

  /// Puts a jar and its library in their places unless they stand there; the copy carries the source's time.
  private void place(Path jar, Path target, Path sources) throws IOException {
    String entry = libraryIn(jar);
    Path library = lib.resolve(entry.substring(entry.lastIndexOf('/') + 1));
    placed.addAll(List.of(target, library));
    FileTime time = Files.getLastModifiedTime(jar);
    if (Files.exists(library) && Files.exists(target)
        && Files.getLastModifiedTime(target).toMillis() == time.toMillis()) {
      return;
    }
    changed = true;
    if (!entry.isEmpty()) {
      unpack(jar, entry, library);
    }
    String name = jar.getFileName().toString();
    Path aside = lib.resolve(name + ".part");
    String libraries = JAR_FIRST.entrySet().stream().filter(each -> name.startsWith(each.getKey()))
        .map(Map.Entry::getValue).findFirst().orElse("");
    if (!libraries.isEmpty() && !entry.isEmpty()) {
      copyWithout(libraries, jar, aside);
    } else if (name.startsWith("picocli-")) {
      compileAgain(jar, sources.resolve(name.replace(".jar", "-sources.jar")), aside);
    } else {
      Files.copy(jar, aside, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setLastModifiedTime(aside, time);
    Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The entry of the library for this platform; empty where the jar has none.
  private static String libraryIn(Path jar) throws IOException {
    List<String> beginnings = LIBRARIES.getOrDefault(PLATFORM, List.of());
    try (JarFile in = new JarFile(jar.toFile())) {
      return in.stream().map(JarEntry::getName).filter(name -> beginnings.stream().anyMatch(name::startsWith))
          .findFirst().orElse("");
    }
  }

  private void unpack(Path jar, String entry, Path library) throws IOException {
    Path aside = lib.resolve(library.getFileName() + ".part");
    try (JarFile in = new JarFile(jar.toFile()); InputStream bytes = in.getInputStream(in.getJarEntry(entry))) {
      Files.copy(bytes, aside, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(aside, library, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copyWithout(String libraries, Path jar, Path target) throws IOException {
    try (JarFile in = new JarFile(jar.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(target))) {
      copyEntries(in, libraries, out);
    }
  }

  /// The released classes are of Java 5, which no AOT cache takes: the same source is compiled for today's Java.
  private void compileAgain(Path jar, Path sourceJar, Path target) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null || !Files.exists(sourceJar)) {
      System.err.println("pack: picocli is used as it is (slower to start)");
      Files.copy(jar, target, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    Path work = Files.createDirectories(home.resolveSibling("picocli"));
    List<String> arguments = new ArrayList<>(List.of("--release", "25", "-proc:none", "-nowarn", "-Xlint:none",
        "-implicit:none", "-d", work.toString()));
    try (JarFile in = new JarFile(sourceJar.toFile())) {
      for (String file : List.of("picocli/AutoComplete.java", "picocli/CommandLine.java")) {
        Path java = work.resolve(file);
        Files.createDirectories(java.getParent());
        try (InputStream bytes = in.getInputStream(in.getJarEntry(file))) {
          Files.copy(bytes, java, StandardCopyOption.REPLACE_EXISTING);
        }
        arguments.add(java.toString());
      }
    }
    if (compiler.run(null, OutputStream.nullOutputStream(), null, arguments.toArray(String[]::new)) != 0) {
      throw new IOException("picocli's source did not compile");
    }
    try (JarFile in = new JarFile(jar.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(target));
        Stream<Path> classes = Files.walk(work)) {
      copyEntries(in, "picocli/", out);
      for (Path file : classes.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        out.putNextEntry(new JarEntry(work.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  private static void copyEntries(JarFile in, String leftOut, JarOutputStream out) throws IOException {
    for (Enumeration<JarEntry> entries = in.entries(); entries.hasMoreElements();) {
      JarEntry entry = entries.nextElement();
      if (!entry.getName().startsWith(leftOut) && !entry.getName().equals("module-info.class")
          && !entry.getName().startsWith("META-INF/versions/9/module-info")) {
        out.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream bytes = in.getInputStream(entry)) {
          bytes.transferTo(out);
        }
        out.closeEntry();
      }
    }
  }

  /// Loads what commands load and lets the JVM keep it. Without a cache everything works, slower.
  ///
  /// Nothing is compiled further than the second level of four, so that the cache says the same of every method of a
  /// model call: worth compiling lightly at once, and thoroughly only when it goes on being called.
  private void train(List<String> names, Path cache) throws IOException, InterruptedException {
    Files.deleteIfExists(cache);
    String classPath = String.join(java.io.File.pathSeparator,
        names.stream().map(name -> lib.resolve(name).toString()).toList());
    Path log = home.resolveSibling("training.log");
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Djava.library.path=" + lib,
        "-Dorg.sqlite.lib.path=" + lib, "-XX:AOTCacheOutput=" + cache, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=2",
        "-Djdk.pollerMode=1", "-cp", classPath, "dev.retort.app.Training"));
    Path recipe = home.resolve("../../../recipes/quickstart.yaml").normalize();
    if (Files.exists(recipe)) {
      command.add(recipe.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(LONGEST_TRAINING_MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    if (!ended || process.waitFor() != 0 || !Files.exists(cache)) {
      Files.deleteIfExists(cache);
      System.err.println("pack: no AOT cache could be made (slower to start); see " + log);
    } else if (!Files.readString(log).contains("run: exit code 0")) {
      System.err.println("pack: the AOT cache knows nothing of model calls (slower at first); see " + log);
    } else if (!Files.readString(log).contains("run over TLS: exit code 0")) {
      System.err.println("pack: the AOT cache knows nothing of calls over TLS (slower at first); see " + log);
    }
  }

  /// The version that the classes themselves tell.
  private static String version(Path lib, List<String> names) throws Exception {
    List<java.net.URL> urls = new ArrayList<>();
    for (String name : names) {
      urls.add(lib.resolve(name).toUri().toURL());
    }
    try (java.net.URLClassLoader loader = new java.net.URLClassLoader(urls.toArray(java.net.URL[]::new))) {
      return (String) loader.loadClass("dev.retort.Retort").getField("VERSION").get(null);
    }
  }
}
