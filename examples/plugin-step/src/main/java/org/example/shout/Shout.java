package org.example.shout;

import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.Default;
import dev.retort.step.OfRow;
import dev.retort.step.Outcome;
import dev.retort.step.StepName;
import java.util.Locale;

/// Puts a text in capital letters.
///
/// Reads: `column`, a text.
/// Writes: `column`, the same text in capitals, with `marks` behind it.
/// Drops: `no_text`: the row has no text there.
/// Fails: nothing.
/// Cost: no model call; linear in the length of the text.
/// Source: made up, to show how a step is written.
///
/// ```yaml
/// - shout: {column: response, marks: "!"}
/// ```
///
/// @param column which column to change
/// @param marks what to put behind the text
@StepName("shout")
public record Shout(String column, @Default("\"\"") String marks) implements OfRow {

  public Shout {
    if (marks.length() > 10) {
      throw new IllegalArgumentException("marks must be 10 characters or fewer, not " + marks.length());
    }
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    if (plan.need(input, "column", column) && input.type(column) != Type.Scalar.TEXT) {
      plan.problem("column", "'%s' is %s, a text was wanted. Name another.".formatted(column, input.type(column)));
    }
    return input;
  }

  @Override
  public Kernel kernel(Schema input, Schema output) {
    return this::shout;
  }

  private Outcome shout(Row row) {
    String text = row.text(column);
    if (text == null) {
      return new Outcome.Dropped("no_text");
    }
    return Outcome.kept(row.set(column, text.toUpperCase(Locale.ROOT) + marks));
  }
}
