package dev.retort.step;

import dev.retort.row.Schema;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes a table and gives a table. One of three kinds, each open for anyone to implement.
///
/// A step is a record annotated with [StepName]; it holds its options and nothing else.
public sealed interface Step permits OfRow, OfModel, OfTable {

  /// The columns this step gives, told from those it takes. What is wrong goes to `plan`, all of it.
  ///
  /// @param input the columns that come in; for a source, none
  Schema columns(Schema input, Planning plan);

  /// Raised when the step's results change for equal options and input, so that finished tables are not reused.
  default int version() {
    return 1;
  }

  /// Teachers this step asks, given all names (groups expanded); for the plan, the terms and the fingerprint.
  default List<String> teachers(List<String> known) {
    return List.of();
  }

  /// For a step that brings data in from outside: on what terms; null for every other step.
  default @Nullable Terms brings() {
    return null;
  }

  /// The folder inside the run folder this step writes files to; null for one that writes none.
  default @Nullable String exports() {
    return null;
  }

  /// Files outside the run this step reads, so that a change of them is noticed on resume.
  default List<Path> files(Path base) {
    return List.of();
  }

  /// What a step may know, and say, before a run.
  interface Planning {
    /// The step's name in the recipe: its `as`, or the name of its kind.
    String step();

    /// Reports what is wrong with an option: what was found, what was wanted, what to do.
    void problem(String option, String message);

    /// Something worth telling that does not stop the run.
    void note(String message);

    /// Every teacher of the recipe, groups expanded, in the recipe's order.
    List<String> teachers();

    /// Members of a teacher or group of that name; empty when there is none (reported as a problem of `option`).
    List<String> members(String option, String teacherOrGroup);

    /// A path of the recipe made absolute: relative ones start from the recipe's folder.
    Path resolve(String path);

    /// Says how many rows this source brings, where that is known before the run.
    default void rows(long rows) {
      // Only a plan that estimates listens.
    }

    /// What the data is for.
    default Use intendedUse() {
      throw new UnsupportedOperationException("this planning knows no intended use");
    }

    /// Terms of everything the rows that come in descend from: datasets by the step that read them, and every teacher
    /// asked on the way, judges and rewriters too.
    default Map<String, Terms> descends() {
      throw new UnsupportedOperationException("this planning knows no sources");
    }

    /// Reports a problem unless the input has the column.
    default boolean need(Schema input, String option, String column) {
      if (input.has(column)) {
        return true;
      }
      problem(option,
          "no column '%s' comes in, only %s. Name one of these, or add a step that makes it."
              .formatted(column, input.names()));
      return false;
    }
  }
}
