package dev.retort.run;

import dev.retort.recipe.Problem;
import dev.retort.recipe.Recipe;
import dev.retort.recipe.StepEntry;
import dev.retort.row.Schema;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Terms;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A recipe made ready to run: the graph of its steps, with columns, and its teachers with groups expanded.
///
/// @param recipe as read
/// @param nodes in the order they run
/// @param teachers by name, groups expanded, in the recipe's order
/// @param problems what keeps it from running
/// @param notes what is worth knowing
/// @param rows those a source brings, by the step's name, where that is known
public record Plan(Recipe recipe, List<Node> nodes, Map<String, Teacher> teachers, List<Problem> problems,
    List<String> notes, Map<String, Long> rows) {

  public Plan {
    nodes = List.copyOf(nodes);
    teachers = Collections.unmodifiableMap(new LinkedHashMap<>(teachers));
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
    rows = Map.copyOf(rows);
  }

  /// One step in its place.
  ///
  /// @param name unique in the recipe
  /// @param number from 1, as in `tables/NN-name`
  /// @param input index of the node whose table it takes; -1 for a source
  /// @param columns those it gives, as far as they are known before the run
  public record Node(String name, int number, StepEntry entry, int input, Schema columns) {

    /// `NN-name`, by which its files are called.
    public String label() {
      return "%02d-%s".formatted(number, name);
    }
  }

  /// Terms of the datasets a node's rows descend from, by the name of the step that read them.
  public Map<String, Terms> datasets() {
    Map<String, Terms> terms = new LinkedHashMap<>();
    for (Node node : nodes) {
      Terms brought = node.entry().step().brings();
      if (brought != null) {
        terms.put(node.name(), brought);
      }
    }
    return terms;
  }
}
