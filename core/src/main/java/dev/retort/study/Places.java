package dev.retort.study;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds prompts among those that are looked at, by id or else by text.
public final class Places {
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, Integer> texts = new HashMap<>();

  public Places(Paired paired) {
    index(paired.sample().ids(), ids);
    index(paired.prompts(), texts);
  }

  private static void index(List<String> names, Map<String, Integer> into) {
    for (int i = 0; i < names.size(); i++) {
      into.putIfAbsent(names.get(i), i);
    }
  }

  /// The prompt's place; -1 where it is not looked at.
  /// @param id null where the row has none; then the text decides
  public int of(@Nullable String id, String text) {
    return id == null ? texts.getOrDefault(text, -1) : ids.getOrDefault(id, -1);
  }
}
