package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.OfRow;
import dev.retort.step.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lays rows of one schema out as a layout says.
final class WriteLayout implements OfRow.Kernel {
  private static final String REASONING = "reasoning";
  private static final List<String> IDENTITY = List.of("prompt_id", "teacher", "simulated");

  private final Write.Layout layout;
  private final List<Column> own;
  private final List<String> carried;
  private final Schema exported;
  private final Schema table;

  /// @param option of the step that is wrong
  record Wrong(String option, String message) {}

  WriteLayout(Write write, Schema input) {
    layout = write.layout();
    own = WriteChat.columns(layout);
    carried = carried(write, input);
    List<Column> columns = new ArrayList<>(own);
    carried.forEach(name -> columns.add(new Column(name, input.type(name))));
    exported = new Schema(columns);
    table = exported.has(Source.COLUMN) ? exported : exported.with(new Column(Source.COLUMN, Source.LIST));
  }

  /// Columns of the data files, behind `id`.
  Schema exported() {
    return exported;
  }

  /// Columns of the table that goes on: those exported, and `sources`.
  Schema table() {
    return table;
  }

  private static List<String> carried(Write write, Schema input) {
    Set<String> names = new LinkedHashSet<>();
    if (write.layout() == Write.Layout.ROWS) {
      names.addAll(input.names());
      if (!write.reasoning()) {
        names.remove(REASONING);
      }
    } else {
      IDENTITY.stream().filter(input::has).forEach(names::add);
      names.addAll(write.columns());
      if (write.reasoning()) {
        names.add(REASONING);
      }
    }
    return List.copyOf(names);
  }

  static List<Wrong> problems(Write write, Schema input) {
    List<Wrong> problems = new ArrayList<>();
    if (write.layout() == Write.Layout.ROWS && !write.columns().isEmpty()) {
      problems.add(new Wrong("columns", "layout rows writes every column. Leave columns out, or select before."));
    }
    boolean chats = write.layout() == Write.Layout.CHAT || write.layout() == Write.Layout.SHAREGPT;
    if (write.format() == Write.Format.CSV && chats) {
      problems.add(new Wrong("format", "csv has no place for a list of messages. Write layout: prompt_completion, "
          + "alpaca or rows, or another format."));
    }
    for (String name : write.columns()) {
      String wrong = wrongColumn(write, input, name);
      if (wrong != null) {
        problems.add(new Wrong("columns", wrong));
      }
    }
    if (write.reasoning() && !input.has(REASONING)) {
      problems.add(new Wrong("reasoning", "no column 'reasoning' comes in, only %s. Leave reasoning out."
          .formatted(input.names())));
    }
    if (write.layout() != Write.Layout.ROWS && !WriteChat.readable(input)) {
      problems.add(new Wrong("layout", ("wanted 'messages' as a list of {role, content, tool_calls, tool_call_id}, or "
          + "the texts 'prompt' and 'response', only %s come in. Rename with select, or write layout: rows.")
          .formatted(input)));
    }
    return problems;
  }

  private static @Nullable String wrongColumn(Write write, Schema input, String name) {
    if (name.equals(REASONING) && !write.reasoning()) {
      return "reasoning goes out only on purpose. Set reasoning: true.";
    }
    if (name.equals("id")) {
      return "'id' is always written. Leave it out here.";
    }
    if (!input.has(name)) {
      return "no column '%s' comes in, only %s%s".formatted(name, input.names(), Nearest.hint(name, input.names()));
    }
    boolean taken = WriteChat.columns(write.layout()).stream().anyMatch(column -> column.name().equals(name));
    return taken ? "'%s' is a column of the layout itself. Rename yours with select.".formatted(name) : null;
  }

  @Override
  public Outcome apply(Row row) {
    @Nullable
    Object[] values = new @Nullable Object[table.columns().size()];
    if (layout != Write.Layout.ROWS) {
      Outcome outcome = WriteChat.lay(layout, WriteChat.messages(row), values);
      if (outcome != null) {
        return outcome;
      }
    }
    for (int i = 0; i < carried.size(); i++) {
      values[own.size() + i] = row.get(carried.get(i));
    }
    if (values.length > own.size() + carried.size() && row.schema().has(Source.COLUMN)) {
      values[values.length - 1] = row.get(Source.COLUMN);
    }
    return Outcome.kept(new Row(row.id(), table, values));
  }

  /// Whether a type is the one all chats have.
  static boolean isChat(Type type) {
    return type.equals(Message.LIST);
  }
}
