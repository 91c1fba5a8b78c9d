package dev.retort.layout;

import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Columns of the record itself: what is asked, perhaps what is answered, perhaps what went before.
///
/// @param ask the question; a second part goes on a line of its own where it is not empty
/// @param answer the answer, where the layout has one
/// @param system a system prompt, where the layout has one
/// @param history earlier exchanges, a list of pairs of texts, where the layout has them
public record Fields(List<String> ask, @Nullable String answer, @Nullable String system, @Nullable String history)
    implements
      Layout {
  public Fields {
    ask = List.copyOf(ask);
  }

  @Override
  public Set<String> consumes() {
    Set<String> keys = new LinkedHashSet<>(ask);
    for (String key : new String[]{answer, system, history}) {
      if (key != null) {
        keys.add(key);
      }
    }
    return keys;
  }

  @Override
  public List<Message> read(Map<String, @Nullable Object> record) throws NotInLayout {
    List<Message> messages = new ArrayList<>();
    if (system != null && record.get(system) instanceof String prompt && !prompt.isBlank()) {
      messages.add(Message.of("system", prompt));
    }
    if (history != null && record.get(history) instanceof List<?> pairs) {
      earlier(pairs, messages);
    }
    side(record, ask.getFirst(), "user", messages);
    if (ask.size() > 1 && record.get(ask.get(1)) instanceof String more && !more.isEmpty()) {
      Message first = messages.removeLast();
      messages.add(Message.of(first.role(), first.content() + "\n" + more));
    }
    if (answer != null && record.get(answer) != null) {
      side(record, answer, "assistant", messages);
    }
    return messages;
  }

  /// One column: a text, or a list of messages as trainers of preferences have it.
  private static void side(Map<String, @Nullable Object> record, String key, String role, List<Message> messages)
      throws NotInLayout {
    Object value = record.get(key);
    if (value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Map<?, ?> first
        && first.containsKey("role")) {
      messages.addAll(Layouts.chat(key).read(record));
      return;
    }
    if (!record.containsKey(key)) {
      throw new NotInLayout("no key '%s' among %s".formatted(key, record.keySet()));
    }
    messages.add(Message.of(role, Content.text("'" + key + "'", value)));
  }

  private void earlier(List<?> pairs, List<Message> messages) throws NotInLayout {
    for (Object pair : pairs) {
      if (!(pair instanceof List<?> two) || two.size() != 2) {
        throw new NotInLayout("'%s': found %s, wanted pairs of texts".formatted(history, Content.kind(pair)));
      }
      messages.add(Message.user(Content.text("'" + history + "'", two.get(0))));
      messages.add(Message.assistant(Content.text("'" + history + "'", two.get(1))));
    }
  }

  @Override
  public Map<String, @Nullable Object> write(List<Message> messages) throws NotInLayout {
    List<Message> left = new ArrayList<>(messages);
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    if (system != null && !left.isEmpty() && left.getFirst().is("system")) {
      record.put(system, left.removeFirst().content());
    }
    String answered = answer != null && !left.isEmpty() && left.getLast().is("assistant")
        ? take(left, "assistant")
        : null;
    String asked = take(left, "user");
    record.put(ask.getFirst(), asked);
    if (ask.size() > 1) {
      record.put(ask.get(1), "");
    }
    if (answer != null && answered != null) {
      record.put(answer, answered);
    }
    if (!left.isEmpty()) {
      record.put(place(left), pairs(left));
    }
    return record;
  }

  private String place(List<Message> left) throws NotInLayout {
    if (history == null) {
      throw new NotInLayout(
          "layout of %s holds one exchange, found %d messages more".formatted(consumes(), left.size()));
    }
    return history;
  }

  private String take(List<Message> left, String role) throws NotInLayout {
    if (left.isEmpty() || !left.getLast().is(role)) {
      throw new NotInLayout("layout of %s: found %s, wanted a %s message".formatted(consumes(),
          left.isEmpty() ? "no message" : "a %s message".formatted(left.getLast().role()), role));
    }
    Content.plain(left.getLast(), consumes().toString());
    return left.removeLast().content();
  }

  private List<@Nullable Object> pairs(List<Message> left) throws NotInLayout {
    List<@Nullable Object> pairs = new ArrayList<>();
    while (!left.isEmpty()) {
      String answered = take(left, "assistant");
      pairs.addFirst(List.of(take(left, "user"), answered));
    }
    return pairs;
  }
}
