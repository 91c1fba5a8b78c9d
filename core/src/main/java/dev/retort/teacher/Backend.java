package dev.retort.teacher;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /// The model's name as the recipe gives it, for cards; null where the kind has none. Never a secret.
  default @Nullable String model() {
    return null;
  }

  /// Whether a model answers at the time it is asked, so that its speed says something.
  default boolean live() {
    return true;
  }

  /// Whether answers come token by token, so that the time to the first byte is the time to the first token.
  default boolean streams() {
    return false;
  }

  /// What can be told wrong without asking anybody; an empty list when nothing is.
  default List<String> problems(Path base) {
    return List.of();
  }

  /// Files that decide its answers, so that a change of them is noticed on resume.
  default List<Path> files(Path base) {
    return List.of();
  }

  /// Why it cannot be asked chats, for steps that ask them; an empty list when it can or nobody knows yet.
  default List<String> chatProblems(Path base) {
    return List.of();
  }

  /// What an endpoint may need to start.
  /// @param base the recipe's folder, from which relative paths start
  /// @param work a folder of the run this teacher may keep files in
  /// @param seed the recipe's seed
  record Opening(String name, Teacher teacher, Path base, Path work, long seed) {}
}
