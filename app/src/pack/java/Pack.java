import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Makes the distribution: `lib/*.jar` in a fixed order, DuckDB's library beside its jar, and an AOT cache.
///
/// Run by Maven as a source file. What is up to date is left alone; a step that does not work on a platform is left
/// out with a line saying so, and the plain jar does instead.
public final class Pack {
  private static final int LONGEST_TRAINING_MINUTES = 5;

  private final Path home;
  private final Path lib;
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
    TreeMap<String, Path> jars = new TreeMap<>();
    for (String entry : classPath.split(java.io.File.pathSeparator)) {
      if (entry.endsWith(".jar")) {
        jars.put(Path.of(entry).getFileName().toString(), Path.of(entry));
      }
    }
    List<String> names = new ArrayList<>(List.of(app.getFileName().toString()));
    names.addAll(jars.keySet());
    removeOthers(names);
    place(app, lib.resolve(app.getFileName().toString()), sources);
    for (Path jar : jars.values()) {
      place(jar, lib.resolve(jar.getFileName().toString()), sources);
    }
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

  private void removeOthers(List<String> names) throws IOException {
    try (Stream<Path> there = Files.list(lib)) {
      for (Path file : there.filter(f -> f.toString().endsWith(".jar")).toList()) {
        if (!names.contains(file.getFileName().toString())) {
          Files.delete(file);
          changed = true;
        }
      }
    }
  }

  /// Puts a jar in its place unless it stands there already; the copy carries the source's time.
  private void place(Path jar, Path target, Path sources) throws IOException {
    FileTime time = Files.getLastModifiedTime(jar);
    if (Files.exists(target) && Files.getLastModifiedTime(target).toMillis() == time.toMillis()) {
      return;
    }
    changed = true;
    String name = jar.getFileName().toString();
    Path aside = lib.resolve(name + ".part");
    if (name.startsWith("duckdb_jdbc-")) {
      slimDuckDb(jar, aside);
    } else if (name.startsWith("picocli-")) {
      compileAgain(jar, sources.resolve(name.replace(".jar", "-sources.jar")), aside);
    } else {
      Files.copy(jar, aside, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setLastModifiedTime(aside, time);
    Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /// DuckDB unpacks its library of 70 MB at every start unless it lies beside a jar that has none.
  private void slimDuckDb(Path jar, Path target) throws IOException {
    String mine = "libduckdb_java.so_" + platform();
    try (JarFile in = new JarFile(jar.toFile())) {
      JarEntry library = in.getJarEntry(mine);
      if (library == null) {
        System.err.println("pack: no DuckDB library " + mine + "; its jar is used as it is (slower to start)");
        Files.copy(jar, target, StandardCopyOption.REPLACE_EXISTING);
        return;
      }
      try (InputStream bytes = in.getInputStream(library)) {
        Path aside = lib.resolve(mine + ".part");
        Files.copy(bytes, aside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(aside, lib.resolve(mine), StandardCopyOption.REPLACE_EXISTING);
      }
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(target))) {
        copyEntries(in, "libduckdb_java.so_", out);
      }
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    if (os.contains("mac")) {
      return "osx_universal";
    }
    return (os.contains("win") ? "windows_" : "linux_") + (arm ? "arm64" : "amd64");
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
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:AOTCacheOutput=" + cache,
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=2", "-cp", classPath, "dev.retort.app.Training"));
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
