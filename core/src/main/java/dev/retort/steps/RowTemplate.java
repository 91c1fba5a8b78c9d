package dev.retort.steps;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A Mustache text over the columns of one schema.
final class RowTemplate {
  private static final Mustache.Compiler COMPILER = Mustache.compiler().escapeHTML(false).emptyStringIsFalse(true)
      .withCollector(new RowTemplateValues()).withFormatter(RowTemplateValues::print);

  private final Template template;
  private final Map<String, Integer> used = new HashMap<>();
  private final Schema schema;

  /// A row that lacks what the text needs.
  static final class Unfilled extends Exception {
    private static final long serialVersionUID = 1L;

    Unfilled(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /// @throws IllegalArgumentException when [#problems] has any
  RowTemplate(String text, Schema schema) {
    List<String> problems = problems(text, schema);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    this.schema = schema;
    template = COMPILER.compile(text);
    Set<String> named = new RowTemplateNames(schema).read(text).columns();
    named.stream().filter(schema::has).forEach(name -> used.put(name, schema.position(name)));
  }

  /// What is wrong with a text, each with its line; empty when nothing is.
  static List<String> problems(String text, Schema schema) {
    List<String> problems = new ArrayList<>(new RowTemplateNames(schema).read(text).problems());
    try {
      COMPILER.compile(text);
    } catch (MustacheException e) {
      problems.add(0, "the template cannot be read: " + e.getMessage());
    }
    return problems;
  }

  /// Columns the text names.
  Set<String> columns() {
    return Set.copyOf(used.keySet());
  }

  String fill(Row row) throws Unfilled {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("id", row.id());
    used.forEach((name, position) -> values.put(name, RowTemplateValues.of(schema.type(name), row.get(position))));
    try {
      return template.execute(values);
    } catch (MustacheException e) {
      throw new Unfilled("the template needs a value that is absent: " + e.getMessage()
          + ". Fill it, or put it in a section: {{#name}}{{name}}{{/name}}.");
    }
  }
}
