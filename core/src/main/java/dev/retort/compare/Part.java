package dev.retort.compare;

import dev.retort.layout.Layout;
import dev.retort.layout.NotInLayout;
import dev.retort.row.JsonTree;
import dev.retort.row.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where in a record something stands: a prompt, a text, an author.
sealed interface Part {

  /// The part as a text; null where the record has none.
  @Nullable
  String of(Map<String, @Nullable Object> record, Path file);

  /// In words, such as `'output'`.
  String told();

  /// A column that is taken as an identity: texts as they are, all else as JSON.
  record Key(String column) implements Part {
    @Override
    public @Nullable String of(Map<String, @Nullable Object> record, Path file) {
      Object value = record.get(column);
      return value == null || value instanceof String ? (String) value : JsonTree.canonical(value);
    }

    @Override
    public String told() {
      return "'" + column + "'";
    }
  }

  /// Columns that are one identity together, such as an author and a slice.
  record Several(List<String> columns) implements Part {
    public Several {
      columns = List.copyOf(columns);
    }

    @Override
    public @Nullable String of(Map<String, @Nullable Object> record, Path file) {
      List<String> values = new ArrayList<>();
      for (String column : columns) {
        String value = new Key(column).of(record, file);
        if (value == null) {
          return null;
        }
        values.add(value);
      }
      return String.join(" / ", values);
    }

    @Override
    public String told() {
      return columns.stream().map(column -> "'" + column + "'").collect(Collectors.joining(" and "));
    }
  }

  /// A column that holds texts, or chats of which the last answer is the text.
  record Words(String column) implements Part {
    @Override
    public @Nullable String of(Map<String, @Nullable Object> record, Path file) {
      Object value = record.get(column);
      if (value instanceof List<?> turns && !turns.isEmpty() && turns.getLast() instanceof Map<?, ?> last) {
        value = last.get("content");
      }
      return value instanceof String text ? text : null;
    }

    @Override
    public String told() {
      return "'" + column + "'";
    }
  }

  /// An instruction and what it is about, which are one prompt.
  record Instruction(String column, String about) implements Part {
    @Override
    public @Nullable String of(Map<String, @Nullable Object> record, Path file) {
      String text = new Key(column).of(record, file);
      String input = new Key(about).of(record, file);
      return text == null || input == null || input.isEmpty() ? text : text + "\n" + input;
    }

    @Override
    public String told() {
      return "'%s' with '%s'".formatted(column, about);
    }
  }

  /// The last answer of a chat.
  record LastAnswer(Layout layout, String column) implements Part {
    @Override
    public @Nullable String of(Map<String, @Nullable Object> record, Path file) {
      List<Message> chat = chat(layout, record);
      int last = lastAnswer(chat);
      return last < 0 ? null : chat.get(last).content();
    }

    @Override
    public String told() {
      return "the last answer in '%s'".formatted(column);
    }
  }

  /// All of a chat that comes before its last answer.
  record BeforeAnswer(Layout layout, String column) implements Part {
    @Override
    public @Nullable String of(Map<String, @Nullable Object> record, Path file) {
      List<Message> chat = chat(layout, record);
      int last = lastAnswer(chat);
      if (last < 1) {
        return null;
      }
      List<@Nullable Object> before = new ArrayList<>(Message.toList(chat.subList(0, last)));
      return last == 1 && chat.getFirst().is("user") ? chat.getFirst().content() : JsonTree.canonical(before);
    }

    @Override
    public String told() {
      return "what comes before the last answer in '%s'".formatted(column);
    }
  }

  /// The name of the file without its ending.
  record FileName() implements Part {
    @Override
    public String of(Map<String, @Nullable Object> record, Path file) {
      return String.valueOf(file.getFileName())
          .replaceFirst("(?i)(?:\\.(?:jsonl|ndjson|json|csv|parquet))?(?:\\.(?:gz|zst))?$", "");
    }

    @Override
    public String told() {
      return "the file's name";
    }
  }

  private static List<Message> chat(Layout layout, Map<String, @Nullable Object> record) {
    try {
      return layout.read(record);
    } catch (NotInLayout e) {
      return List.of();
    }
  }

  private static int lastAnswer(List<Message> chat) {
    int last = chat.size() - 1;
    while (last >= 0 && !(chat.get(last).is("assistant") && chat.get(last).toolCalls() == null)) {
      last--;
    }
    return last;
  }
}
