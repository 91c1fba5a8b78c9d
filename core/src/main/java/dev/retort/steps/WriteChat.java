package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.Outcome;
import dev.retort.teacher.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns a chat into the columns of a layout. Pure functions; texts are never changed.
final class WriteChat {
  private static final String MESSAGES = "messages";
  private static final Type TURNS = new Type.ListOf(new Type.Struct(List.of(Column.text("from"), Column.text("value"),
      new Column("tool_calls", Type.Scalar.JSON), Column.text("tool_call_id"))));
  private static final Map<String, String> SHAREGPT_ROLES = Map.of("system", "system", "user", "human", "assistant",
      "gpt", "tool", "tool");

  private WriteChat() {}

  /// Columns the layout itself has.
  static List<Column> columns(Write.Layout layout) {
    return switch (layout) {
      case CHAT -> List.of(new Column(MESSAGES, Message.LIST));
      case SHAREGPT -> List.of(new Column("conversations", TURNS));
      case ALPACA -> List.of(Column.text("instruction"), Column.text("input"), Column.text("output"),
          Column.text("system"));
      case PROMPT_COMPLETION -> List.of(Column.text("prompt"), Column.text("completion"), Column.text("system"));
      case ROWS -> List.of();
    };
  }

  static boolean readable(Schema input) {
    if (input.has(MESSAGES)) {
      return WriteLayout.isChat(input.type(MESSAGES));
    }
    return text(input, "prompt") && text(input, "response") && (!input.has("system") || text(input, "system"));
  }

  private static boolean text(Schema input, String column) {
    return input.has(column) && input.type(column) == Type.Scalar.TEXT;
  }

  /// The chat of a row: its `messages`, else one turn of `prompt` and `response`; empty where either is absent.
  static List<Message> messages(Row row) {
    if (row.schema().has(MESSAGES)) {
      return Message.list(row, MESSAGES);
    }
    String prompt = row.text("prompt");
    String response = row.text("response");
    if (prompt == null || response == null) {
      return List.of();
    }
    List<Message> messages = new ArrayList<>(List.of(Message.user(prompt), Message.assistant(response)));
    String system = row.schema().has("system") ? row.text("system") : null;
    if (system != null) {
      messages.addFirst(Message.of("system", system));
    }
    return messages;
  }

  /// Puts the layout's columns first into `values`; returns why the chat cannot be laid out, or null.
  static @Nullable Outcome lay(Write.Layout layout, List<Message> messages, @Nullable Object[] values) {
    if (messages.isEmpty()) {
      return new Outcome.Dropped("no_messages");
    }
    return switch (layout) {
      case CHAT -> {
        values[0] = Message.toList(messages);
        yield null;
      }
      case SHAREGPT -> shareGpt(messages, values);
      case ALPACA, PROMPT_COMPLETION -> single(layout, messages, values);
      case ROWS -> throw new IllegalArgumentException("rows are not laid out as chats");
    };
  }

  private static @Nullable Outcome shareGpt(List<Message> messages, @Nullable Object[] values) {
    List<@Nullable Object> turns = new ArrayList<>();
    for (Message message : messages) {
      String from = SHAREGPT_ROLES.get(message.role());
      if (from == null) {
        return new Outcome.Failed(Failure.BAD_ROW, "sharegpt has no word for the role '%s', only for %s"
            .formatted(message.role(), SHAREGPT_ROLES.keySet().stream().sorted().toList()));
      }
      Map<String, @Nullable Object> turn = new LinkedHashMap<>();
      turn.put("from", from);
      turn.put("value", message.content());
      turn.put("tool_calls", message.toolCalls());
      turn.put("tool_call_id", message.toolCallId());
      turns.add(turn);
    }
    values[0] = turns;
    return null;
  }

  /// Layouts of texts hold one user turn and its answer, before them perhaps a system message.
  private static @Nullable Outcome single(Write.Layout layout, List<Message> messages, @Nullable Object[] values) {
    if (messages.stream().anyMatch(message -> message.is("tool") || message.toolCalls() != null)) {
      return new Outcome.Dropped("has_tools");
    }
    String system = messages.getFirst().is("system") ? messages.getFirst().content() : null;
    List<Message> turns = system == null ? messages : messages.subList(1, messages.size());
    if (turns.size() == 1 && turns.getFirst().is("user")) {
      return new Outcome.Dropped("no_response");
    }
    if (turns.size() != 2 || !turns.getFirst().is("user") || !turns.getLast().is("assistant")) {
      return new Outcome.Dropped("not_single_turn");
    }
    List<@Nullable Object> columns = new ArrayList<>();
    columns.add(turns.getFirst().content());
    if (layout == Write.Layout.ALPACA) {
      columns.add("");
    }
    columns.add(turns.getLast().content());
    columns.add(system);
    for (int i = 0; i < columns.size(); i++) {
      values[i] = columns.get(i);
    }
    return null;
  }
}
