package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What is judged, taken from a row: the request and the response, each from a text or from a chat.
final class VerdictMaterial {
  static final String PROMPT = "prompt";
  static final String RESPONSE = "response";
  static final String REFERENCE = "reference";
  private static final String MESSAGES = "messages";

  private VerdictMaterial() {}

  /// The column of that name; where none is given, the usual one, or else the chat; null when there is none of them.
  static @Nullable String column(Schema input, @Nullable String named, String usual) {
    if (named != null) {
      return named;
    }
    return input.has(usual) ? usual : input.has(MESSAGES) ? MESSAGES : null;
  }

  /// Tells when a column is not there or is no text and no chat.
  static void check(Schema input, @Nullable String column, String option, Step.Planning plan) {
    if (column == null) {
      plan.problem(option, "neither '%s' nor 'messages' comes in, only %s. Name the column.".formatted(option,
          input.names()));
    } else if (plan.need(input, option, column) && !judged(input.type(column))) {
      plan.problem(option, "column '%s' is %s, wanted a text or a chat%s.".formatted(column, input.type(column),
          messages(input.type(column)) ? ". It looks like a chat: read the file as one, without `layout: rows`" : ""));
    }
  }

  private static boolean messages(Type type) {
    return type instanceof Type.ListOf(Type.Struct(List<Column> fields))
        && fields.containsAll(List.of(Column.text("role"), Column.text("content")));
  }

  static boolean judged(Type type) {
    return type == Type.Scalar.TEXT || type == Type.Scalar.JSON || type.equals(Message.LIST);
  }

  /// What was asked: a text as it is; of a chat all that stands before its last answer, labelled where it is more than
  /// one user message. Null where it is absent.
  static @Nullable String request(Row row, String column) {
    if (row.schema().type(column) instanceof Type.Scalar scalar) {
      return words(row, column, scalar);
    }
    List<Message> chat = new ArrayList<>(Message.list(row, column));
    while (!chat.isEmpty() && !chat.getLast().is("user")) {
      chat.removeLast();
    }
    if (chat.size() == 1) {
      return chat.getFirst().content();
    }
    List<String> turns = chat.stream().map(message -> label(message.role()) + ": " + message.content()).toList();
    return turns.isEmpty() ? null : String.join("\n\n", turns);
  }

  /// A text as it is. In files that hold `true` or `42` among texts the column is JSON: then what stands there, unless
  /// it is a list or a record.
  private static @Nullable String words(Row row, String column, Type.Scalar type) {
    String text = row.text(column);
    if (type != Type.Scalar.JSON || text == null) {
      return text;
    }
    JsonNode node = Json.read(text);
    return node.isString() ? node.stringValue() : node.isNull() || node.isContainer() ? null : node.toString();
  }

  private static String label(String role) {
    return role.isEmpty() ? "?" : role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1);
  }

  /// What was answered: a text as it is; of a chat its last message, when the assistant wrote it. Null where absent.
  static @Nullable String response(Row row, String column) {
    if (row.schema().type(column) instanceof Type.Scalar scalar) {
      return words(row, column, scalar);
    }
    List<Message> chat = Message.list(row, column);
    return chat.isEmpty() || !chat.getLast().is("assistant") ? null : chat.getLast().content();
  }

  static List<Column> request() {
    return List.of(Column.text("rubric"), Column.text(PROMPT), Column.text(REFERENCE),
        Column.text(VerdictPrompt.FENCE));
  }
}
