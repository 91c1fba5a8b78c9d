package dev.retort.teacher;

import java.nio.file.Path;
import java.util.List;

/// A kind of teacher: a record annotated with [TeacherKind] whose components are its options in a recipe.
public interface Backend {

  /// Opens the way to the model. Called once a run for each teacher that is asked.
  /// @throws CallFailed when it cannot be reached or started, saying which URL or file and what to try
  Endpoint open(Opening opening);

  /// The teachers this block stands for: itself, or one a file where a glob makes each file a teacher.
  default List<Member> members(String name, Path base) {
    return List.of(new Member(name, this));
  }

  /// A named teacher of a group.
  record Member(String name, Backend backend) {}

  /// Terms where the recipe names none.
  default Terms terms() {
    return Terms.UNKNOWN;
  }

  /// What can be told wrong without asking anybody; an empty list when nothing is.
  default List<String> problems(Path base) {
    return List.of();
  }

  /// What an endpoint may need to start.
  /// @param base the recipe's folder, from which relative paths start
  /// @param work a folder of the run this teacher may keep files in
  /// @param seed the recipe's seed
  record Opening(String name, Teacher teacher, Path base, Path work, long seed) {}
}
