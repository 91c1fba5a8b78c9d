package dev.retort.teacher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
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

  /// What stands behind it, for limits that are shared: teachers that give the same text share theirs. Never a secret.
  /// @param name the teacher's
  default String endpointKey(String name) {
    return name;
  }

  /// Whether a model answers at the time it is asked, so that its speed says something.
  default boolean live() {
    return true;
  }

  /// Whether somebody may send a bill for its calls; false only where nothing leaves this machine.
  default boolean billed() {
    return true;
  }

  /// What a call costs as a part of the price the recipe states: below 1 where the kind is told to ask more cheaply.
  default double priceFactor() {
    return 1;
  }

  /// How long an answer may take where calls are gathered into batches; null where each goes out by itself.
  default @Nullable Duration batched() {
    return null;
  }

  /// Whether answers come token by token, so that the time to the first byte is the time to the first token.
  default boolean streams() {
    return false;
  }

  /// What can be told wrong without asking anybody; an empty list when nothing is.
  default List<String> problems(Path base) {
    return List.of();
  }

  /// What the sampling asks for that this kind of teacher cannot do; an empty list when nothing is.
  default List<String> cannot(Sampling sampling) {
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
  /// @param notes hears what a user should know while the run goes on; must not wait
  record Opening(String name, Teacher teacher, Path base, Path work, long seed, Consumer<String> notes) {
    public Opening(String name, Teacher teacher, Path base, Path work, long seed) {
      this(name, teacher, base, work, seed, _ -> {});
    }
  }
}
