package dev.retort.processor;

import java.util.List;
import java.util.Map;

/// A reference page in Markdown.
final class Page {
  private static final Map<String, String> UNITS = Map.of("row", "works on one row at a time and asks no model",
      "model",
      "asks models about each row", "table", "works on whole tables");

  private final StringBuilder out = new StringBuilder(
      "<!-- Generated from the source. Change the record's doc comment instead. -->\n");

  private Page() {}

  static String step(Kind kind) {
    Page page = new Page();
    page.head("Step `" + kind.name() + "`", kind.doc());
    page.paragraph("It " + UNITS.get(kind.unit()) + ".");
    page.rest(kind);
    return page.out.toString();
  }

  static String teacher(Kind kind) {
    Page page = new Page();
    page.head("Teacher `" + kind.name() + "`", kind.doc());
    page.rest(kind);
    return page.out.toString();
  }

  /// The page of a recipe's own keys, with a list of all steps and teachers.
  static String recipe(Shape.Group recipe, String summary, Kinds kinds) {
    Page page = new Page();
    page.paragraph("# Recipe");
    page.paragraph(summary);
    page.options(recipe.options());
    page.list("Steps", "steps", kinds.steps().values());
    page.list("Teachers", "teachers", kinds.teachers().values());
    return page.out.toString();
  }

  private void head(String title, Doc doc) {
    paragraph("# " + title);
    paragraph(doc.summary());
    Doc.paragraphs(doc.text()).forEach(this::paragraph);
  }

  private void rest(Kind kind) {
    for (String name : Doc.SECTIONS) {
      String text = kind.doc().sections().getOrDefault(name, "");
      if (!text.isEmpty()) {
        paragraph("**%s:** %s".formatted(name, text));
      }
    }
    options(kind.options());
    if (!kind.doc().example().isEmpty()) {
      paragraph("## Example");
      paragraph("```yaml\n" + kind.doc().example() + "```");
    }
  }

  private void options(List<Option> options) {
    if (options.isEmpty()) {
      paragraph("It has no options.");
      return;
    }
    paragraph("## Options");
    out.append("\n| option | holds | default | |\n|---|---|---|---|\n");
    rows("", options);
  }

  private void rows(String prefix, List<Option> options) {
    for (Option option : options) {
      String name = option.shape() instanceof Shape.Choice ? "(its name)" : "`" + prefix + option.name() + "`";
      out.append("| %s | %s | %s | %s |\n".formatted(name, cell(option.shape().words()), byDefault(option),
          cell(option.doc())));
      rows(prefix + option.name() + inside(option.shape()), option.shape().inner());
    }
  }

  private static String inside(Shape shape) {
    return switch (shape) {
      case Shape.ListOf list -> "[]" + inside(list.element());
      case Shape.MapOf map -> ".NAME" + inside(map.value());
      case Shape.Scalar _,Shape.Anything _,Shape.OneOf _,Shape.Group _,Shape.Choice _ -> ".";
    };
  }

  private static String byDefault(Option option) {
    String text = option.byDefault();
    if (text == null) {
      return option.nullable() ? "none" : "**required**";
    }
    return "`" + cell(text) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\s*\n\\s*", " ");
  }

  private void list(String title, String folder, Iterable<Kind> kinds) {
    paragraph("## " + title);
    out.append('\n');
    for (Kind kind : kinds) {
      out.append("- [`%s`](%s/%s.md): %s\n".formatted(kind.name(), folder, kind.name(), kind.doc().summary()));
    }
  }

  private void paragraph(String text) {
    out.append('\n').append(text).append('\n');
  }
}
