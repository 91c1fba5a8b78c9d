package dev.retort.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every class, path and link that Markdown names exists.
///
/// The change log and the decisions tell of the past, so only their links are held to it.
class MarkdownNamesTest {
  private static final Pattern CLASS = Pattern.compile("\\bdev\\.retort((?:\\.[a-z][a-z0-9]*)*)((?:\\.[A-Z]\\w*)*)");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern PATH = Pattern.compile("(?:[\\w.-]+/)+[\\w.-]*");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  @Test
  void everythingNamedInMarkdownExists() throws Exception {
    List<String> missing = new ArrayList<>();
    for (Path file : Tracked.files(".md")) {
      missing.addAll(missing(Tracked.root(), file));
    }
    assertThat(missing).isEmpty();
  }

  static List<String> missing(Path root, Path file) throws IOException {
    String text = Files.readString(file);
    String name = root.relativize(file).toString();
    List<String> missing = new ArrayList<>();
    links(text).filter(link -> !Files.exists(file.resolveSibling(link))).forEach(link -> missing.add(name + ": "
        + link));
    if (!name.equals("CHANGELOG.md") && !name.startsWith("docs/adr/")) {
      named(CLASS, text).filter(type -> !isType(root, type)).forEach(type -> missing.add(name + ": " + type));
      named(CODE, text).map(code -> code.substring(1, code.length() - 1)).filter(path -> isPath(root, path))
          .filter(path -> !Files.exists(root.resolve(path)) && !Files.exists(file.resolveSibling(path)))
          .forEach(path -> missing.add(name + ": " + path));
    }
    return missing;
  }

  private static Stream<String> named(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(result -> result.group());
  }

  private static Stream<String> links(String text) {
    return LINK.matcher(text).results().map(result -> result.group(1).replaceAll("#.*", ""))
        .filter(link -> !link.isEmpty() && !link.matches("[a-z]+:.*"));
  }

  /// Only what begins with a folder of the repository is taken for a path of it; made folders are left out.
  private static boolean isPath(Path root, String code) {
    return PATH.matcher(code).matches() && !code.contains("/target/") && !code.startsWith("runs/")
        && !code.startsWith("..")
        && Files.isDirectory(root.resolve(code.substring(0, code.indexOf('/'))));
  }

  private static boolean isType(Path root, String name) {
    Matcher parts = CLASS.matcher(name);
    if (!parts.matches()) {
      return false;
    }
    String folder = "dev/retort" + parts.group(1).replace('.', '/');
    String type = parts.group(2).isEmpty() ? "" : "/" + parts.group(2).substring(1).split("\\.")[0] + ".java";
    return Stream.of("processor", "core", "app", "bench", "spark").flatMap(module -> Stream.of("main", "test").map(
        side -> root.resolve(module + "/src/" + side + "/java/" + folder + type))).anyMatch(Files::exists);
  }

  @Test
  void whatDoesNotExistIsFound(@TempDir Path root) throws Exception {
    Files.createDirectories(root.resolve("core/src/main/java/dev/retort/row"));
    Files.writeString(root.resolve("core/src/main/java/dev/retort/row/Row.java"), "");
    Files.createDirectories(root.resolve("runs/first"));
    Path page = root.resolve("page.md");
    Files.writeString(page,
        """
            `runs/second/export` `dev.retort.row.Row` dev.retort.row `core/src/` [ok](core) [web](https://example.org/x) `a/b` `text/html`
            dev.retort.row.Gone `core/gone.txt` [gone](gone.md#part)
            """);

    assertThat(missing(root, page)).containsExactlyInAnyOrder("page.md: dev.retort.row.Gone", "page.md: core/gone.txt",
        "page.md: gone.md");
  }
}
