package dev.retort.teacher.structured;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import dev.retort.row.Json;
import dev.retort.teacher.http.Excerpt;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A JSON Schema (draft 2020-12) that answers are held against.
///
/// It is itself held against the meta-schema, loads nothing from elsewhere, and its regular expressions are RE2's, which
/// take time in proportion to the text. Steps and depth of one validation are bounded.
public final class AnswerSchema implements Judge {
  private static final String META = "https://json-schema.org/draft/2020-12/schema";
  private static final int LARGEST = 1 << 18;
  private static final int MOST_PROBLEMS = 5;
  private static final int FAIL_FAST_ABOVE = 10_000;
  private static final long MOST_STEPS = 10_000_000;
  private static final int DEEPEST = 600;

  private final JsonNode node;
  private final Schema validator;

  private AnswerSchema(JsonNode node, Schema validator) {
    this.node = node;
    this.validator = validator;
  }

  /// @throws IllegalArgumentException saying what is wrong with the schema
  public static AnswerSchema parse(String text) {
    if (text.length() > LARGEST) {
      throw wrong("found %d characters, wanted at most %d".formatted(text.length(), LARGEST));
    }
    try {
      return of(Json.read(text));
    } catch (JacksonException e) {
      throw wrong("found no JSON (%s)".formatted(Excerpt.of(e.getOriginalMessage())));
    }
  }

  /// @throws IllegalArgumentException saying what is wrong with the schema
  public static AnswerSchema of(JsonNode schema) {
    if (!schema.isObject()) {
      throw wrong("found %s, wanted an object".formatted(Excerpt.of(schema.toString())));
    }
    SchemaLinks.check(schema, META);
    List<Error> errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SchemaLocation.of(META)).validate(schema);
    if (!errors.isEmpty()) {
      throw wrong(String.join("; ", shown(errors)));
    }
    AnswerSchema made = new AnswerSchema(schema, validator(schema));
    made.tried();
    return made;
  }

  private static Schema validator(JsonNode schema) {
    SchemaRegistryConfig config = SchemaRegistryConfig.builder().locale(Locale.ROOT)
        .regularExpressionFactory(LinearPatterns.FACTORY).build();
    try {
      return SchemaRegistry
          .withDefaultDialect(SpecificationVersion.DRAFT_2020_12, builder -> builder
              .schemaLoader(loader -> loader.block(any -> true)).schemaRegistryConfig(config))
          .getSchema(schema);
    } catch (SchemaException e) {
      throw wrong(Excerpt.of(String.valueOf(e.getMessage())));
    }
  }

  /// Answers of each kind go through once, so that a schema that never ends or lacks a part is told before the run.
  private void tried() {
    for (String answer : List.of("null", "{}", "[]", "\"\"", "0")) {
      try {
        validate(Json.read(answer), true);
      } catch (ValidationLimitExceededException e) {
        throw wrong("found a $ref that leads to itself, wanted one that comes to an end");
      } catch (SchemaException e) {
        throw wrong(Excerpt.of(String.valueOf(e.getMessage())));
      }
    }
  }

  public JsonNode node() {
    return node;
  }

  /// The schema as compact JSON, its keys in the order they were given.
  public String text() {
    return node.toString();
  }

  @Override
  public List<String> problems(JsonNode answer) {
    boolean large = answer.size() > FAIL_FAST_ABOVE || answer.toString().length() > 100 * FAIL_FAST_ABOVE;
    try {
      return shown(validate(answer, large));
    } catch (SchemaException | ValidationLimitExceededException e) {
      return List.of("it cannot be told whether it fits: " + Excerpt.of(String.valueOf(e.getMessage())));
    }
  }

  private List<Error> validate(JsonNode answer, boolean firstOnly) {
    ExecutionConfig config = ExecutionConfig.builder().locale(Locale.ROOT).failFast(firstOnly)
        .formatAssertionsEnabled(false).annotationCollectionEnabled(false).maxEvaluationSteps(MOST_STEPS)
        .maxEvaluationDepth(DEEPEST).build();
    return validator.validate(answer, context -> context.setExecutionConfig(config));
  }

  private static List<String> shown(List<Error> errors) {
    return errors.stream().limit(MOST_PROBLEMS).map(AnswerSchema::shown).toList();
  }

  private static String shown(Error error) {
    String where = String.valueOf(error.getInstanceLocation());
    return Excerpt.of((where.isEmpty() ? "the whole" : where) + ": " + error.getMessage());
  }

  private static IllegalArgumentException wrong(String found) {
    return new IllegalArgumentException(found);
  }
}
