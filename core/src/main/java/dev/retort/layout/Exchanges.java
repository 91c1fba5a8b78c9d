package dev.retort.layout;

import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A column that is a list of objects, each with what was asked and what was answered.
public record Exchanges(String column, String user, String assistant) implements Layout {

  @Override
  public Set<String> consumes() {
    return Set.of(column);
  }

  @Override
  public List<Message> read(Map<String, @Nullable Object> record) throws NotInLayout {
    List<Message> messages = new ArrayList<>();
    int at = 0;
    for (Object exchange : Content.list(record, column, "a list of {%s, %s}".formatted(user, assistant))) {
      String where = "%s[%d]".formatted(column, at++);
      if (!(exchange instanceof Map<?, ?> map)) {
        throw new NotInLayout(
            "%s: found %s, wanted {%s, %s}".formatted(where, Content.kind(exchange), user, assistant));
      }
      messages.add(Message.user(Content.text(where + "." + user, map.get(user))));
      if (map.get(assistant) != null) {
        messages.add(Message.assistant(Content.text(where + "." + assistant, map.get(assistant))));
      }
    }
    return messages;
  }

  @Override
  public Map<String, @Nullable Object> write(List<Message> messages) throws NotInLayout {
    List<@Nullable Object> exchanges = new ArrayList<>();
    Map<String, @Nullable Object> open = null;
    for (Message message : messages) {
      Content.plain(message, "history");
      if (message.is("user")) {
        open = new LinkedHashMap<>();
        open.put(user, message.content());
        exchanges.add(open);
      } else if (message.is("assistant") && open != null) {
        open.put(assistant, message.content());
        open = null;
      } else {
        throw new NotInLayout("layout history has no place for a %s message here".formatted(message.role()));
      }
    }
    return new LinkedHashMap<>(Map.of(column, exchanges));
  }
}
