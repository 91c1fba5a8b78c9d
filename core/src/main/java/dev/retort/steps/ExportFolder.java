package dev.retort.steps;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folder inside a run that a step writes its files to.
final class ExportFolder {
  private static final Set<String> RUN = Set.of("recipe.yaml", "run.json", "ledger.db", "tables", "drops", "superseded",
      "report.html", "study.html", "study.md", "study.json", "work", "teachers", "lock", "ledger.db-wal",
      "ledger.db-shm", "ledger.db-journal");

  private ExportFolder() {}

  /// Why a folder cannot be written inside a run; null when it can.
  static @Nullable String wrongPath(String path) {
    try {
      Path given = Path.of(path);
      boolean within = !given.isAbsolute() && !path.isBlank() && given.normalize().equals(given)
          && !given.startsWith("..") && !path.equals(".");
      if (!within) {
        return "'%s' is not a folder inside the run folder. Give a relative path such as export.".formatted(path);
      }
      return RUN.contains(given.getName(0).toString())
          ? "'%s' is a name the run folder uses itself. Give another, such as export.".formatted(given.getName(0))
          : null;
    } catch (InvalidPathException e) {
      return "'%s' is not a path: %s. Give a relative path such as export.".formatted(path, e.getReason());
    }
  }
}
