package dev.retort.layout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The layouts people have, by name, and which of them records are in.
public final class Layouts {
  private static final Map<String, String> CHAT_ROLES = roles("system", "system", "user", "user", "assistant",
      "assistant", "tool", "tool", "developer", "system", "human", "user", "function", "tool");
  private static final Map<String, String> SHAREGPT_ROLES = roles("system", "system", "human", "user", "gpt",
      "assistant", "observation", "tool", "function_call", Turns.TOOL_CALL, "user", "user", "assistant", "assistant",
      "chatgpt", "assistant", "bing", "assistant", "bard", "assistant", "model", "assistant", "bot", "assistant",
      "tool",
      "tool");

  private Layouts() {}

  private static Map<String, String> roles(String... pairs) {
    Map<String, String> roles = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      roles.put(pairs[i], pairs[i + 1]);
    }
    return roles;
  }

  /// A layout found in records.
  /// @param layout null when the records hold no chat
  /// @param why by which keys
  public record Recognised(LayoutName name, @Nullable Layout layout, String why) {}

  static Turns chat(String column) {
    return new Turns(column, "role", "content", CHAT_ROLES, null);
  }

  /// The layout of that name; null for `rows`.
  /// @param keys those of the records, where a layout is known in two spellings
  public static @Nullable Layout named(LayoutName name, Set<String> keys) {
    return switch (name) {
      case AUTO -> throw new IllegalArgumentException("auto names no layout");
      case ROWS -> null;
      case CHAT -> chat(first(keys, "messages", "conversation", "conversations"));
      case SHAREGPT ->
        new Turns(first(keys, "conversations", "conversation"), "from", "value", SHAREGPT_ROLES, "system");
      case ALPACA -> new Fields(List.of("instruction", "input"), "output", "system", "history");
      case PROMPT -> new Fields(List.of("prompt"), null, null, null);
      case PROMPT_COMPLETION -> new Fields(List.of("prompt"), first(keys, "completion", "response"), null, null);
      case WILDCHAT -> chat("conversation");
      case ALPACA_EVAL -> new Fields(List.of("instruction"), "output", null, null);
      case HISTORY -> new Exchanges("history", "user", "bot");
      case SPEAKER_TURNS ->
        new Turns("turns", "speaker", "utterance", roles("user", "user", "system", "assistant"), null);
      case USER_TURNS -> new UserTurns("turns");
    };
  }

  private static String first(Set<String> keys, String... names) {
    for (String name : names) {
      if (keys.contains(name)) {
        return name;
      }
    }
    return names[0];
  }

  /// A layout of the user's own: which column, which keys, and what the roles are called.
  public static Layout mapped(String column, String role, String content, Map<String, String> roles) {
    Map<String, String> all = new LinkedHashMap<>();
    roles.forEach((name, meaning) -> all.put(name.toLowerCase(Locale.ROOT), meaning));
    CHAT_ROLES.forEach(all::putIfAbsent);
    return new Turns(column, role, content, all, null);
  }

  /// Tells the layout from the first records: nine of ten must be in it.
  public static Recognised recognise(List<Map<String, @Nullable Object>> records) {
    for (LayoutName name : LayoutName.values()) {
      if (name != LayoutName.AUTO && name != LayoutName.ROWS && !records.isEmpty()
          && inNineOfTen(name, records)) {
        Layout layout = named(name, records.getFirst().keySet());
        return new Recognised(name, layout, why(name, records.getFirst().keySet()));
      }
    }
    List<String> keys = new ArrayList<>(records.isEmpty() ? List.of() : records.getFirst().keySet());
    return new Recognised(LayoutName.ROWS, null, "no chat among the keys %s".formatted(keys));
  }

  /// So that a few odd records become errors by name instead of hiding the layout.
  private static boolean inNineOfTen(LayoutName name, List<Map<String, @Nullable Object>> records) {
    long in = 0;
    for (Map<String, @Nullable Object> record : records) {
      in += looks(name, record) ? 1 : 0;
    }
    return in * 10 >= records.size() * 9L;
  }

  private static String why(LayoutName name, Set<String> keys) {
    return switch (name) {
      case AUTO, ROWS -> "";
      case CHAT ->
        "'%s' is a list of {role, content}".formatted(first(keys, "messages", "conversation", "conversations"));
      case SHAREGPT -> "'%s' is a list of {from, value}".formatted(first(keys, "conversations", "conversation"));
      case ALPACA -> "keys 'instruction' and 'output'";
      case PROMPT -> "key 'prompt' and no answer";
      case PROMPT_COMPLETION -> "keys 'prompt' and '%s'".formatted(first(keys, "completion", "response"));
      case WILDCHAT -> "'conversation_hash', and 'conversation' is a list of {role, content}";
      case ALPACA_EVAL -> "keys 'instruction', 'output' and 'generator'";
      case HISTORY -> "'history' is a list of {user, bot}";
      case SPEAKER_TURNS -> "'turns' is a list of {speaker, utterance}";
      case USER_TURNS -> "'turns' is a list of texts";
    };
  }

  private static boolean looks(LayoutName name, Map<String, @Nullable Object> record) {
    return switch (name) {
      case AUTO, ROWS -> false;
      case CHAT -> !record.containsKey("conversation_hash")
          && (list(record, "messages", "role") || list(record, "conversation", "role")
              || list(record, "conversations", "role"));
      case SHAREGPT -> list(record, "conversations", "from") || list(record, "conversation", "from");
      case ALPACA -> text(record, "instruction") && text(record, "output") && !record.containsKey("generator");
      case PROMPT -> text(record, "prompt") && !record.containsKey("completion")
          && !record.containsKey("response");
      case PROMPT_COMPLETION -> said(record, "prompt")
          && (said(record, "completion") || said(record, "response"));
      case WILDCHAT -> record.containsKey("conversation_hash") && list(record, "conversation", "role");
      case ALPACA_EVAL -> text(record, "instruction") && text(record, "output") && text(record, "generator");
      case HISTORY -> list(record, "history", "user");
      case SPEAKER_TURNS -> list(record, "turns", "speaker");
      case USER_TURNS -> record.get("turns") instanceof List<?> list && !list.isEmpty()
          && list.stream().allMatch(String.class::isInstance);
    };
  }

  private static boolean text(Map<String, @Nullable Object> record, String key) {
    return record.get(key) instanceof String;
  }

  private static boolean said(Map<String, @Nullable Object> record, String key) {
    return text(record, key) || list(record, key, "role");
  }

  private static boolean list(Map<String, @Nullable Object> record, String key, String inner) {
    return record.get(key) instanceof List<?> list && !list.isEmpty()
        && list.stream().allMatch(turn -> turn instanceof Map<?, ?> map && map.containsKey(inner));
  }
}
