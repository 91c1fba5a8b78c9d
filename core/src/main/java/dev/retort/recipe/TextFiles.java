package dev.retort.recipe;

import dev.retort.recipe.Scalars.Unfit;
import dev.retort.step.TextOrFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Reads texts that a recipe keeps in files of their own.
///
/// @param base the folder from which relative paths start
record TextFiles(Path base) {
  private static final String FILE = "file:";
  private static final long LARGEST = 1024 * 1024;

  TextOrFile read(String text) throws Unfit {
    return new TextOrFile(text.startsWith(FILE) && text.length() > FILE.length()
        ? file(text.substring(FILE.length()))
        : text);
  }

  private String file(String name) throws Unfit {
    try {
      Path file = base.resolve(name);
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        throw new Unfit(
            "found no file " + Wording.quote(name) + " of at most 1 MiB. Name the file that holds the text, "
                + "from the recipe's folder.");
      }
      return Files.readString(file);
    } catch (IOException | InvalidPathException _) {
      throw new Unfit("the file " + Wording.quote(name) + " cannot be read as UTF-8 text. Name the file that holds the "
          + "text.");
    }
  }
}
