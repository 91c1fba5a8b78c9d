package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.TextOrFile;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The prompts of the cluster agent: built in, or the recipe's own.
final class ClusterAgentPrompts {
  private static final Type TEXTS = list(Column.integer("number"), Column.text("text"));
  /// What the headings of texts begin with, so that no text shown has such a heading. It stands last in a schema.
  private static final Column MARK = Column.text("mark");
  private static final Column CRITERIA = new Column("criteria", new Type.ListOf(Type.Scalar.TEXT));

  /// Each with the names a template of it may use, and the one without which it would ask nothing.
  enum Kind {
    DISCOVERY("texts", Column.integer("count"), new Column("texts", TEXTS), ClusterAgentPrompts.MARK), SUMMARY("found",
        Column.text("kind"),
        Column.integer("keep"),
        new Column("found", list(Column.text("name"), Column.text("definition"), Column.integer("readers")))), CRITERIA(
            "criteria",
            new Column("criteria", list(Column.text("kind"), Column.text("name"), Column.text("definition")))), CLUSTER(
                "texts", ClusterAgentPrompts.CRITERIA, Column.bool("guided"), Column.integer("count"),
                new Column("texts", TEXTS), ClusterAgentPrompts.MARK), VERIFY("texts", ClusterAgentPrompts.CRITERIA,
                    Column.bool("guided"),
                    Column.integer("count"),
                    Column.text("reason"), new Column("texts", TEXTS), ClusterAgentPrompts.MARK);

    final String needed;
    final Schema schema;

    Kind(String needed, Column... columns) {
      this.needed = needed;
      this.schema = Schema.of(columns);
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Kind, RowTemplate> templates = new EnumMap<>(Kind.class);

  ClusterAgentPrompts(ClusterAgent.Prompts own) {
    for (Kind kind : Kind.values()) {
      templates.put(kind, new RowTemplate(text(kind, own), kind.schema));
    }
  }

  private static Type list(Column... fields) {
    return new Type.ListOf(new Type.Struct(List.of(fields)));
  }

  private static String text(Kind kind, ClusterAgent.Prompts own) {
    String replaced = replaced(kind, own);
    return replaced == null ? builtIn(kind) : replaced;
  }

  private static @Nullable String replaced(Kind kind, ClusterAgent.Prompts own) {
    TextOrFile said = switch (kind) {
      case DISCOVERY -> own.discovery();
      case SUMMARY -> own.summary();
      case CRITERIA -> own.criteria();
      case CLUSTER -> own.cluster();
      case VERIFY -> own.verify();
    };
    return said == null ? null : said.text();
  }

  static String builtIn(Kind kind) {
    String name = "cluster_agent/" + kind.word() + ".txt";
    try (InputStream in = Objects.requireNonNull(ClusterAgentPrompts.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is wrong with the recipe's own prompts, by name.
  static Map<String, String> problems(ClusterAgent.Prompts own) {
    Map<String, String> problems = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      String text = replaced(kind, own);
      if (text != null) {
        List<String> found = new ArrayList<>(RowTemplate.problems(text, kind.schema));
        if (found.isEmpty() && !new RowTemplateNames(kind.schema).read(text).columns().contains(kind.needed)) {
          found.add("the template does not name '%s', wanted {{#%s}}...{{/%s}} somewhere in it.".formatted(kind.needed,
              kind.needed, kind.needed));
        }
        if (!found.isEmpty()) {
          problems.put(kind.word(), String.join("; ", found));
        }
      }
    }
    return problems;
  }

  /// @param values one for each name of the kind but `mark`, in order
  String fill(Kind kind, Object... values) {
    List<Object> all = new ArrayList<>(List.of(values));
    if (kind.schema.has(MARK.name())) {
      all.add(Fence.heading(all));
    }
    try {
      return Objects.requireNonNull(templates.get(kind)).fill(new Row("", kind.schema, all.toArray()));
    } catch (RowTemplate.Unfilled e) {
      throw new CallFailed(Failure.BAD_ROW, "prompts.%s: %s".formatted(kind.word(), e.getMessage()));
    }
  }

  /// Texts as templates see them.
  /// @param drawn their places, from 0, in the order they are shown
  static List<Map<String, Object>> numbered(List<String> texts, int[] drawn) {
    List<Map<String, Object>> numbered = new ArrayList<>(drawn.length);
    for (int i = 0; i < drawn.length; i++) {
      numbered.add(Map.of("number", i + 1L, "text", texts.get(drawn[i])));
    }
    return numbered;
  }
}
