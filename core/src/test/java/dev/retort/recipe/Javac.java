package dev.retort.recipe;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/// Runs the compiler of this JDK with Retort's processor, which lies on the tests' class path.
final class Javac {
  private Javac() {}

  /// The checkout.
  static Path root() {
    return Path.of(System.getProperty("retort.root", ".."));
  }

  static void run(List<Path> sources, Path out, String... options) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> all = new ArrayList<>(List.of("-Xlint:none", "-parameters", "-processor",
        "dev.retort.processor.RetortProcessor", "-classpath", System.getProperty("java.class.path")));
    all.addAll(List.of(options));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(out.toFile()));
      if (!compiler.getTask(said, files, null, all, null, files.getJavaFileObjectsFromPaths(sources)).call()) {
        throw new AssertionError("javac: " + said);
      }
    }
  }

  static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
