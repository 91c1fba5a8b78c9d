package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.Step;
import dev.retort.step.TextOrFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The two messages a judge is sent: templates over the row's columns and what the step puts beside them.
final class VerdictPrompt {
  /// What tags end in, so that no text shown between them holds one.
  static final String FENCE = "fence";

  private final Schema shown;
  private final RowTemplate system;
  private final RowTemplate template;
  private final Fence fence;

  /// What a judging step shows.
  /// @param step whose built-in words are used where the recipe has none
  /// @param added columns put beside those of the row, in the place of those of the same name
  /// @param needed those without which nothing could be judged
  record Shown(String step, Schema input, List<Column> added, Set<String> needed) {
    Shown {
      added = List.copyOf(added);
      needed = Set.copyOf(needed);
    }

    private Schema schema() {
      return input.with(added.toArray(Column[]::new));
    }

    private String words(@Nullable TextOrFile own, String part) {
      return own == null ? VerdictRubrics.resource(step + "-" + part) : own.text();
    }

    /// Whether the words name a column.
    boolean names(VerdictAsking asking, String column) {
      Set<String> named = new RowTemplateNames(schema()).read(words(asking.system(), "system"))
          .read(words(asking.template(), "template")).columns();
      return named.contains(column);
    }

    /// Tells what is wrong with the recipe's own words.
    void check(VerdictAsking asking, Step.Planning plan) {
      problems(asking.system(), "system", plan);
      problems(asking.template(), "template", plan);
      for (String name : needed) {
        if (!names(asking, name)) {
          plan.problem("template", "found no {{%s}} in it nor in 'system', so the judge would not see it. Add it."
              .formatted(name));
        }
      }
    }

    private void problems(@Nullable TextOrFile own, String option, Step.Planning plan) {
      if (own != null) {
        RowTemplate.problems(own.text(), schema()).forEach(problem -> plan.problem(option, problem));
      }
    }
  }

  VerdictPrompt(Shown shown, VerdictAsking asking) {
    this.shown = shown.schema();
    String before = shown.words(asking.system(), "system");
    String words = shown.words(asking.template(), "template");
    this.system = new RowTemplate(before, this.shown);
    this.template = new RowTemplate(words, this.shown);
    this.fence = new Fence(before, words);
  }

  /// @param values of the added columns; those that are not given are absent
  List<Message> fill(Row row, Map<String, ?> values) throws RowTemplate.Unfilled {
    Row laid = row.as(shown, row.id());
    for (Map.Entry<String, ?> value : values.entrySet()) {
      laid = laid.set(value.getKey(), value.getValue());
    }
    laid = laid.set(FENCE, fence.mark(named(laid)));
    String before = system.fill(laid);
    List<Message> messages = new ArrayList<>();
    if (!before.isBlank()) {
      messages.add(Message.of("system", before));
    }
    messages.add(Message.user(template.fill(laid)));
    return List.copyOf(messages);
  }

  /// What the judge will see of a row.
  private List<@Nullable Object> named(Row row) {
    Set<String> names = new TreeSet<>(system.columns());
    names.addAll(template.columns());
    List<@Nullable Object> values = new ArrayList<>();
    names.forEach(name -> values.add(row.get(name)));
    return values;
  }
}
