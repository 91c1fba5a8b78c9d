package dev.retort.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The pages of the documentation, taken apart into what a test can try.
///
/// A block is tried as the comment in the line before it says: `<!-- test: file NAME -->`, `<!-- test: run exit=2 -->`,
/// `<!-- test: kill -->` (started and ended by force) and, without a block, `<!-- test: exists FILE... -->`.
final class DocsPages {
  private static final Pattern PART = Pattern.compile(
      "(?m)^<!-- test: (?<verb>\\w+) ?(?<words>[^\\n]*?) ?-->\\n(?:```(?<marked>\\w*)\\n(?<block>.*?)^```$)?"
          + "|^```(?<language>\\w*)\\n(?<plain>.*?)^```$",
      Pattern.DOTALL | Pattern.MULTILINE);

  private DocsPages() {}

  /// A fenced block, or a mark alone.
  /// @param verb what is to be done with it; empty for a block without a mark
  /// @param words what the mark says beside
  record Part(Path page, String verb, String words, String language, String text) {

    /// Lines that begin with a dollar sign are commands, the others are what they print.
    List<String> commands() {
      return text.lines().filter(line -> line.startsWith("$ ")).map(line -> line.substring(2)).toList();
    }

    List<String> shown() {
      return text.lines().filter(line -> !line.startsWith("$ ") && !line.isBlank() && !line.equals("...")).toList();
    }
  }

  static List<Part> parts(Path page) {
    Matcher found = PART.matcher(read(page));
    List<Part> parts = new ArrayList<>();
    while (found.find()) {
      String verb = found.group("verb");
      parts.add(verb == null
          ? new Part(page, "", "", found.group("language"), found.group("plain"))
          : new Part(page, verb, found.group("words"), text(found.group("marked")), text(found.group("block"))));
    }
    return parts;
  }

  private static String text(String group) {
    return group == null ? "" : group;
  }

  /// README and all of `docs` that is written by hand, and the recipes' texts within them.
  static List<Path> all() {
    try (Stream<Path> files = Files.walk(Cli.ROOT.resolve("docs"))) {
      List<Path> pages = new ArrayList<>(files.filter(file -> file.toString().endsWith(".md")).sorted().toList());
      pages.add(Cli.ROOT.resolve("README.md"));
      return pages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
