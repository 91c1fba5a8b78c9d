package dev.retort.files;

import dev.retort.row.JsonTree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all kinds of records have in common.
public final class Records {
  private Records() {}

  /// A record, unless a key could not be a column.
  static Item item(Position where, Map<String, @Nullable Object> values) {
    for (String key : values.keySet()) {
      if (key.indexOf('\0') >= 0) {
        return new Item.Bad(where, "key '%s' holds U+0000".formatted(key.replace("\0", "\\u0000")));
      }
    }
    return new Item.Good(where, values);
  }

  /// What a value is, for messages.
  public static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "a text";
      case JsonTree.Num num -> "the number " + (num.literal().length() > 40 ? "…" : num.literal());
      case Boolean bool -> bool.toString();
      case List<?> list -> "a list";
      case Map<?, ?> map -> "an object";
      default -> value.getClass().getSimpleName();
    };
  }
}
