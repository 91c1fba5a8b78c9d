package dev.retort.files;

import dev.retort.UserError;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Turns a path with `*`, `?`, `[...]`, `{...}` or `**` into the files it names, sorted by name.
public final class Globs {
  private Globs() {}

  /// @param path as the recipe has it, made absolute
  /// @throws UserError when there is no such file, or no file of that pattern
  public static List<Path> expand(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    if (!isGlob(absolute)) {
      Input.check(absolute);
      return List.of(absolute);
    }
    Path base = absolute;
    while (base.getParent() != null && isPattern(base.toString())) {
      base = base.getParent();
    }
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(base)) {
      found.addAll(matches(base, absolute));
    }
    if (found.isEmpty()) {
      throw new UserError(
          "%s: no file of that pattern in %s. Check the path; relative ones start from the recipe's folder."
              .formatted(path, base));
    }
    return found;
  }

  /// Whether a path is a pattern, and not simply a file with an unusual name.
  public static boolean isGlob(Path path) {
    return isPattern(path.toString()) && !Files.exists(path);
  }

  private static List<Path> matches(Path base, Path pattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + base.relativize(pattern));
    int depth = pattern.toString().contains("**") ? 64 : pattern.getNameCount() - base.getNameCount();
    try (Stream<Path> walk = Files.walk(base, depth)) {
      return walk.filter(file -> Files.isRegularFile(file) && matcher.matches(base.relativize(file)))
          .sorted(Comparator.comparing(Path::toString)).toList();
    } catch (IOException e) {
      throw Input.trouble(base, e);
    }
  }

  private static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }
}
