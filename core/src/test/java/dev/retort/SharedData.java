package dev.retort;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of real data beside a checkout, which an ordinary clone lacks.
public final class SharedData {
  private SharedData() {}

  /// The folder. Without it the calling test ends as not run, except on CI, where it fails.
  public static Path dir() {
    Path shared = Path.of(System.getProperty("retort.root", ".")).resolve("../shared").normalize();
    if (!Files.isDirectory(shared.resolve("data"))) {
      if ("true".equals(System.getenv("CI")) && Files.isDirectory(shared)) {
        throw new AssertionError(shared + " is there but holds no data");
      }
      abort("needs the folder 'shared' beside the checkout, which is not there");
    }
    return shared;
  }
}
