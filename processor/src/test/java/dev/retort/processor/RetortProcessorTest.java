package dev.retort.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetortProcessorTest {
  private static final String SHOUT = """
      package x;

      import dev.retort.step.Default;
      import dev.retort.step.OfRow;
      import dev.retort.step.StepName;
      import java.util.List;
      import java.util.Map;
      import org.jspecify.annotations.Nullable;

      /// Makes a text loud. See [Locale] and [#column].
      ///
      /// It takes no "care".
      ///
      /// Reads: `column`, a text
      /// of any length.
      /// Writes: the same.
      /// Drops: nothing.
      /// Fails: nothing.
      /// Cost: O(n).
      /// Source: none.
      ///
      /// ```yaml
      /// - shout:
      ///     column: text
      /// ```
      ///
      /// @param column which column
      ///   to change
      /// @param maxTimes how often
      @StepName("shout")
      public record Shout(String column, @Default("1") int maxTimes, @Nullable Where where, Map<String, List<Mood>> all)
          implements OfRow {
        public enum Mood { VERY_LOUD, LOUD }
        /// @param word the word
        public record Where(String word) {}
      }
      """;

  @TempDir
  Path out = Path.of("");

  private Compiled compile(String source) throws IOException {
    return Compiled.of(out, "x/Shout.java", source);
  }

  @Test
  void writesTheCatalogueOfAStep() throws IOException {
    Compiled compiled = compile(SHOUT);
    assertThat(compiled.errors()).isEmpty();
    assertThat(compiled.file("names.tsv")).isEqualTo("step\tshout\tx.Shout\n");
    assertThat(compiled.file("catalogue.json")).isEqualTo("""
        {
          "steps": [
            {
              "name": "shout",
              "class": "x.Shout",
              "kind": "row",
              "summary": "Makes a text loud.",
              "sections": {
                "reads": "`column`, a text of any length.",
                "writes": "the same.",
                "drops": "nothing.",
                "fails": "nothing.",
                "cost": "O(n).",
                "source": "none."
              },
              "options": [
                {
                  "name": "column",
                  "type": "text",
                  "required": true,
                  "doc": "which column to change"
                },
                {
                  "name": "max_times",
                  "type": "integer",
                  "required": false,
                  "default": "1",
                  "doc": "how often"
                },
                {
                  "name": "where",
                  "type": "mapping",
                  "required": false,
                  "doc": "",
                  "options": [
                    {
                      "name": "word",
                      "type": "text",
                      "required": true,
                      "doc": "the word"
                    }
                  ]
                },
                {
                  "name": "all",
                  "type": "mapping of names to list of one of very_loud, loud",
                  "required": true,
                  "doc": ""
                }
              ]
            }
          ],
          "teachers": []
        }
        """);
  }

  @Test
  void writesAPageWithItsExample() throws IOException {
    assertThat(compile(SHOUT).file("reference/steps/shout.md")).isEqualTo("""
        <!-- Generated from the source. Change the record's doc comment instead. -->

        # Step `shout`

        Makes a text loud.

        See `Locale` and `column`.

        It takes no "care".

        It works on one row at a time and asks no model.

        **Reads:** `column`, a text of any length.

        **Writes:** the same.

        **Drops:** nothing.

        **Fails:** nothing.

        **Cost:** O(n).

        **Source:** none.

        ## Options

        | option | holds | default | |
        |---|---|---|---|
        | `column` | text | **required** | which column to change |
        | `max_times` | integer | `1` | how often |
        | `where` | mapping | none |  |
        | `where.word` | text | **required** | the word |
        | `all` | mapping of names to list of one of very_loud, loud | **required** |  |

        ## Example

        ```yaml
        - shout:
            column: text
        ```
        """);
  }

  @Test
  void writesTheSchemaOfARecipeWithTheStepInIt() throws IOException {
    assertThat(compile(SHOUT).file("recipe.schema.json")).contains("\"additionalProperties\": false",
        "\"$ref\": \"#/$defs/steps.shout\"", "\"enum\": [\"very_loud\", \"loud\"]");
  }

  @Test
  void twoCompilationsGiveTheSameBytes(@TempDir Path other) throws IOException {
    Compiled first = compile(SHOUT);
    Compiled second = Compiled.of(other, "x/Shout.java", SHOUT);
    for (String file : new String[]{"names.tsv", "catalogue.json", "recipe.schema.json", "reference/recipe.md"}) {
      assertThat(first.file(file)).isEqualTo(second.file(file));
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void refusesASourceThatCannotBeAStep(String found, String instead, String message, String at) throws IOException {
    String source = SHOUT.replace(found, instead);
    assertThat(source).isNotEqualTo(SHOUT);
    Compiled compiled = compile(source);
    assertThat(compiled.errors()).hasSize(1);
    assertThat(compiled.errors().getFirst().getMessage(null)).contains(message);
    long line = source.substring(0, source.indexOf(at)).lines().count() + (at.startsWith("@") ? 1 : 0);
    assertThat(compiled.errors().getFirst().getLineNumber()).isEqualTo(line);
    assertThat(compiled.has("catalogue.json")).isFalse();
  }

  static Stream<Arguments> mistakes() {
    String record = "record Shout(";
    return Stream.of(arguments("/// Drops: nothing.\n", "", "the doc comment of step 'shout' lacks Drops.", record),
        arguments("/// Cost: O(n).\n/// Source: none.\n", "", "lacks Cost, Source.", record),
        arguments("/// Reads: `column`, a text\n/// of any length.\n", "/// Reads:\n", "lacks Reads.", record),
        arguments("/// Fails: nothing.\n", "/// ```\n/// Fails: nothing.\n/// ```\n", "lacks Fails.", record),
        arguments("\"shout\"", "\"Shout it\"", "'Shout it' is no name for a recipe", record),
        arguments("implements OfRow", "", "must be a record that implements dev.retort.step.Step", record),
        arguments("@Default(\"1\") int maxTimes", "float maxTimes", "float cannot be an option", "float maxTimes"),
        arguments("Map<String, List<Mood>>", "Map<Mood, String>", "cannot be an option", "Map<Mood, String>"),
        arguments("Where(String word)", "Where(List<Where> word)", "holds itself", "Where(List<Where> word)"));
  }

  @Test
  void aTeacherNeedsNoParagraphsButADocComment() throws IOException {
    String source = """
        package x;
        /// Answers by rote.
        /// @param size how much
        @dev.retort.teacher.TeacherKind("rote")
        public record Shout(@dev.retort.step.Default("3") long size) implements dev.retort.teacher.Backend {}
        """;
    Compiled compiled = compile(source);
    assertThat(compiled.errors()).isEmpty();
    assertThat(compiled.file("names.tsv")).isEqualTo("teacher\trote\tx.Shout\n");
    assertThat(compiled.file("reference/teachers/rote.md")).contains("Answers by rote.", "| `size` | integer | `3` |");
  }

  @Test
  void aTeacherWithoutADocCommentIsRefused() throws IOException {
    Compiled compiled = compile("package x;\n@dev.retort.teacher.TeacherKind(\"rote\")\n"
        + "public record Shout() implements dev.retort.teacher.Backend {}\n");
    assertThat(compiled.errors()).hasSize(1);
    assertThat(compiled.errors().getFirst().getMessage(null)).contains("'rote' has no doc comment");
    assertThat(compiled.errors().getFirst().getLineNumber()).isEqualTo(3);
  }
}
