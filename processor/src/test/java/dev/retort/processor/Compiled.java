package dev.retort.processor;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/// Sources compiled with the processor: the errors, and the folder of what was made.
record Compiled(List<Diagnostic<? extends JavaFileObject>> errors, Path out) {

  /// As much of Retort's own types as the processor looks for.
  static final Map<String, String> CONTRACTS = Map.of("dev/retort/step/StepName.java",
      "package dev.retort.step; public @interface StepName { String value(); }", "dev/retort/step/Default.java",
      "package dev.retort.step; public @interface Default { String value(); }", "dev/retort/step/Step.java",
      "package dev.retort.step; public sealed interface Step permits OfRow, OfTable {}", "dev/retort/step/OfRow.java",
      "package dev.retort.step; public non-sealed interface OfRow extends Step {}", "dev/retort/step/OfTable.java",
      "package dev.retort.step; public non-sealed interface OfTable extends Step {}",
      "dev/retort/teacher/TeacherKind.java",
      "package dev.retort.teacher; public @interface TeacherKind { String value(); }",
      "dev/retort/teacher/Backend.java", "package dev.retort.teacher; public interface Backend {}",
      "dev/retort/recipe/Recipe.java", """
          package dev.retort.recipe;
          import dev.retort.step.Default;
          import dev.retort.step.Step;
          /// A recipe.
          /// @param steps in order
          public record Recipe(@Default("run") String recipe, java.util.List<Entry> steps) {
            public record Entry(Step step, @org.jspecify.annotations.Nullable String as) {}
          }
          """);

  static Compiled of(Path out, String path, String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
      files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(out.toFile()));
      List<JavaFileObject> sources = new ArrayList<>();
      CONTRACTS.forEach((name, text) -> sources.add(source(name, text)));
      sources.add(source(path, source));
      JavaCompiler.CompilationTask task = compiler.getTask(new StringWriter(), files, diagnostics,
          List.of("-Xlint:none"),
          null, sources);
      task.setProcessors(List.of(new RetortProcessor()));
      boolean good = task.call();
      List<Diagnostic<? extends JavaFileObject>> errors = diagnostics.getDiagnostics().stream()
          .<Diagnostic<? extends JavaFileObject>>map(diagnostic -> diagnostic)
          .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR).toList();
      if (good != errors.isEmpty()) {
        throw new IllegalStateException("javac: " + diagnostics.getDiagnostics());
      }
      return new Compiled(errors, out);
    }
  }

  private static JavaFileObject source(String path, String text) {
    return new SimpleJavaFileObject(URI.create("mem:///" + path), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  String file(String name) throws IOException {
    return Files.readString(out.resolve("META-INF/retort/" + name));
  }

  boolean has(String name) {
    return Files.exists(out.resolve("META-INF/retort/" + name));
  }
}
