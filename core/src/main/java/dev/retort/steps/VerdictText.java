package dev.retort.steps;

import dev.retort.step.Step;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Words for a judge, written in the recipe or in a file of their own.
///
/// @param text the words
/// @param file instead of `text`: a text file in UTF-8, its path told from the recipe's folder
public record VerdictText(@Nullable String text, @Nullable String file) {

  public VerdictText {
    if ((text == null) == (file == null)) {
      throw new IllegalArgumentException(
          text == null ? "found neither text nor file, wanted one. Add it." : "found both text and file. Give one.");
    }
  }

  static VerdictText of(String text) {
    return new VerdictText(text, null);
  }

  /// The same with the file's words; as it is, and told, where it cannot be read.
  VerdictText read(Step.Planning plan, String option) {
    if (file == null) {
      return this;
    }
    Path path = plan.resolve(file);
    try {
      return of(Files.readString(path));
    } catch (CharacterCodingException e) {
      plan.problem(option, "%s is not UTF-8 text. Save it as UTF-8.".formatted(path));
    } catch (IOException e) {
      plan.problem(option, "%s cannot be read (%s). Correct the path; it is told from the recipe's folder."
          .formatted(path, e.getClass().getSimpleName()));
    }
    return this;
  }

  /// Whether the words are known: false for a file that was not or could not be [#read].
  boolean known() {
    return text != null;
  }

  /// The words.
  /// @throws IllegalStateException when the file was not [#read]
  String words() {
    if (text == null) {
      throw new IllegalStateException("the file " + file + " was not read");
    }
    return text;
  }
}
