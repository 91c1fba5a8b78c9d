package dev.retort.layout;

import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A column that is a list of texts: what the user says, turn after turn, without answers.
public record UserTurns(String column) implements Layout {

  @Override
  public Set<String> consumes() {
    return Set.of(column);
  }

  @Override
  public List<Message> read(Map<String, @Nullable Object> record) throws NotInLayout {
    List<Message> messages = new ArrayList<>();
    for (Object turn : Content.list(record, column, "a list of texts")) {
      if (!(turn instanceof String text)) {
        throw new NotInLayout("%s[%d]: found %s, wanted a text".formatted(column, messages.size(), Content.kind(turn)));
      }
      messages.add(Message.user(text));
    }
    return messages;
  }

  @Override
  public Map<String, @Nullable Object> write(List<Message> messages) throws NotInLayout {
    List<@Nullable Object> turns = new ArrayList<>();
    for (Message message : messages) {
      if (!message.is("user")) {
        throw new NotInLayout("layout user_turns has no place for a %s message".formatted(message.role()));
      }
      turns.add(message.content());
    }
    return new LinkedHashMap<>(Map.of(column, turns));
  }
}
