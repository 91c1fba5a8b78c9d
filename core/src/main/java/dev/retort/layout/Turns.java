package dev.retort.layout;

import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A column that is a list of objects, each with a role and a content.
///
/// @param column the list
/// @param role the key of a turn that says who speaks
/// @param content the key of a turn that says what
/// @param roles names found there, in lower case, and what they mean: `system`, `user`, `assistant`, `tool`, or
/// `tool_call` for an assistant's call written as its content. Of several names the first is written
/// @param system a column of the record with a system prompt, where there is one
public record Turns(String column, String role, String content, Map<String, String> roles, @Nullable String system)
    implements
      Layout {
  static final String TOOL_CALL = "tool_call";

  public Turns {
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
  }

  @Override
  public Set<String> consumes() {
    Set<String> keys = new LinkedHashSet<>(Set.of(column));
    if (system != null) {
      keys.add(system);
    }
    return keys;
  }

  @Override
  public List<Message> read(Map<String, @Nullable Object> record) throws NotInLayout {
    List<Message> messages = new ArrayList<>();
    if (system != null && record.get(system) instanceof String prompt && !prompt.isBlank()) {
      messages.add(Message.of("system", prompt));
    }
    int at = 0;
    for (Object turn : Content.list(record, column, "a list of {%s, %s}".formatted(role, content))) {
      messages.add(message("%s[%d]".formatted(column, at++), turn, messages));
    }
    return messages;
  }

  private Message message(String where, @Nullable Object turn, List<Message> before) throws NotInLayout {
    if (!(turn instanceof Map<?, ?> map)) {
      throw new NotInLayout("%s: found %s, wanted {%s, %s}".formatted(where, Content.kind(turn), role, content));
    }
    String meant = meant(where, map.get(role));
    String calls = Content.toolCalls(where + ".tool_calls", map.get("tool_calls"));
    Object said = map.get(content);
    if (meant.equals(TOOL_CALL)) {
      return new Message("assistant", "", ToolCalls.fromShort(where, Content.text(where, said), before), null);
    }
    String text = said == null && calls != null ? "" : Content.text(where + "." + content, said);
    String answers = map.get("tool_call_id") instanceof String id ? id : null;
    if (meant.equals("tool") && answers == null && roles.containsValue(TOOL_CALL)) {
      answers = ToolCalls.lastId(before);
    }
    return new Message(meant, text, calls, answers);
  }

  private String meant(String where, @Nullable Object name) throws NotInLayout {
    String meant = name instanceof String text ? roles.get(text.toLowerCase(Locale.ROOT)) : null;
    if (meant == null) {
      throw new NotInLayout("%s.%s: found %s, wanted one of %s".formatted(where, role,
          name instanceof String text ? "'" + text + "'" : Content.kind(name), roles.keySet()));
    }
    return meant;
  }

  @Override
  public Map<String, @Nullable Object> write(List<Message> messages) throws NotInLayout {
    List<@Nullable Object> turns = new ArrayList<>();
    boolean shortCalls = roles.containsValue(TOOL_CALL);
    for (Message message : messages) {
      Map<String, @Nullable Object> turn = new LinkedHashMap<>();
      String calls = message.toolCalls();
      boolean spoken = calls == null || !shortCalls || !message.content().isEmpty();
      if (spoken) {
        turn.put(role, name(message.role()));
        turn.put(content, message.content());
        turns.add(turn);
      }
      if (calls != null && shortCalls) {
        Map<String, @Nullable Object> made = new LinkedHashMap<>();
        made.put(role, name(TOOL_CALL));
        made.put(content, ToolCalls.toShort(calls));
        turns.add(made);
      } else if (calls != null) {
        turn.put("tool_calls", Content.json("tool_calls", calls));
      }
      if (message.toolCallId() != null && !shortCalls) {
        turn.put("tool_call_id", message.toolCallId());
      }
    }
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    record.put(column, turns);
    return record;
  }

  private String name(String meant) throws NotInLayout {
    for (Map.Entry<String, String> entry : roles.entrySet()) {
      if (entry.getValue().equals(meant)) {
        return entry.getKey();
      }
    }
    throw new NotInLayout("no name for role '%s' among %s".formatted(meant, roles));
  }
}
