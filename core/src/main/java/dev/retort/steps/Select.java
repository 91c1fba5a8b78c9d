package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.Default;
import dev.retort.step.OfRow;
import dev.retort.step.Outcome;
import dev.retort.step.StepName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses, renames and reorders columns.
///
/// `id` and `sources`, from which a row's terms are told, always go on.
///
/// Reads: the columns named.
///
/// Writes: the columns of `columns` in that order, else all but those of `drop`; each under its new name.
///
/// Drops: nothing.
///
/// Fails: nothing.
///
/// Cost: no model calls; O(columns) a row.
///
/// Source: ours.
///
/// ```yaml
/// - select: {columns: [question, answer], rename: {answer: response}}
/// - select: {drop: [scratch]}
/// ```
///
/// @param columns those to keep, by the names they come in with, in the order wanted; all when empty
/// @param rename new names by old ones
/// @param drop those to leave out; only without `columns`
@StepName("select")
public record Select(@Default("[]") List<String> columns, @Default("{}") Map<String, String> rename,
    @Default("[]") List<String> drop) implements OfRow {

  public Select {
    columns = List.copyOf(columns);
    rename = Collections.unmodifiableMap(new LinkedHashMap<>(rename));
    drop = List.copyOf(drop);
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    if (columns.isEmpty() && rename.isEmpty() && drop.isEmpty()) {
      plan.problem("columns", "nothing is selected, renamed or dropped. Give columns, rename or drop.");
    }
    if (!columns.isEmpty() && !drop.isEmpty()) {
      plan.problem("drop", "columns says already what stays. Give one of the two.");
    }
    known(input, "columns", columns, plan);
    known(input, "drop", drop, plan);
    known(input, "rename", rename.keySet(), plan);
    Set<String> chosen = new LinkedHashSet<>(chosen(input));
    for (String old : rename.keySet()) {
      if (input.has(old) && !chosen.contains(old)) {
        plan.problem("rename", "'%s' is renamed but left out. Keep it, or do not rename it.".formatted(old));
      }
    }
    return renamed(input, chosen, plan);
  }

  private static void known(Schema input, String option, Iterable<String> names, Planning plan) {
    Set<String> seen = new LinkedHashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        plan.problem(option, "'%s' stands twice. Name each column once.".formatted(name));
      } else if (name.equals("id") || (name.equals(Source.COLUMN) && !option.equals("columns"))) {
        plan.problem(option, "'%s' always goes on under its name. Leave it out here.".formatted(name));
      } else if (!input.has(name)) {
        plan.problem(option, "no column '%s' comes in, only %s%s".formatted(name, input.names(),
            Nearest.hint(name, input.names())));
      }
    }
  }

  private Schema renamed(Schema input, Set<String> chosen, Planning plan) {
    Map<String, Column> result = new LinkedHashMap<>();
    for (String old : chosen) {
      String name = rename.getOrDefault(old, old);
      if (name.isBlank() || name.equals("id") || result.containsKey(name)) {
        plan.problem("rename", "two columns would be called '%s', or the name is reserved. Choose another for '%s'."
            .formatted(name, old));
      } else {
        result.put(name, new Column(name, input.type(old)));
      }
    }
    return new Schema(List.copyOf(result.values()));
  }

  /// The columns that stay, by their old names, in their new order.
  private List<String> chosen(Schema input) {
    Set<String> names = new LinkedHashSet<>(columns.isEmpty() ? input.names() : columns);
    drop.stream().filter(name -> !name.equals(Source.COLUMN)).forEach(names::remove);
    names.add(Source.COLUMN);
    names.retainAll(input.names());
    return new ArrayList<>(names);
  }

  @Override
  public Kernel kernel(Schema input, Schema output) {
    int[] from = chosen(input).stream().mapToInt(input::position).toArray();
    return row -> {
      @Nullable
      Object[] values = new @Nullable Object[from.length];
      for (int i = 0; i < from.length; i++) {
        values[i] = row.get(from[i]);
      }
      return Outcome.kept(new Row(row.id(), output, values));
    };
  }
}
