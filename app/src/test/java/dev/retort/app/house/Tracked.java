package dev.retort.app.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The files that belong to the project: those git knows or would take, or in an unpacked archive all that are not made.
final class Tracked {
  private static final Set<String> MADE = Set.of("target", "runs", ".git", ".idea", "node_modules");

  private Tracked() {}

  static Path root() {
    return Path.of(System.getProperty("retort.root", "..")).toAbsolutePath().normalize();
  }

  static List<Path> files(String ending) throws IOException, InterruptedException {
    Path root = root();
    if (!Files.exists(root.resolve(".git"))) {
      return walked(root, ending);
    }
    Process git = new ProcessBuilder("git", "ls-files", "--cached", "--others", "--exclude-standard", "*" + ending)
        .directory(root.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (git.waitFor() != 0) {
      return walked(root, ending);
    }
    return listed.lines().map(root::resolve).filter(Files::isRegularFile).toList();
  }

  private static List<Path> walked(Path root, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(ending)).filter(Files::isRegularFile)
          .filter(file -> Stream.of(root.relativize(file).toString().split("[/\\\\]")).noneMatch(MADE::contains))
          .sorted().toList();
    }
  }
}
