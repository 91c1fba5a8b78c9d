package dev.retort.processor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One key of a recipe.
///
/// @param name in snake_case
/// @param nullable whether absence is a value of its own
/// @param byDefault the YAML text taken when the key is absent
/// @param doc what its author says of it; may be empty
record Option(String name, Shape shape, boolean nullable, @Nullable String byDefault, String doc) {

  boolean required() {
    return !nullable && byDefault == null;
  }

  /// The option that a plain value in place of the mapping stands for; null when a mapping is needed.
  static @Nullable Option shorthand(List<Option> options) {
    List<Option> required = options.stream().filter(Option::required).toList();
    return required.size() == 1 && required.getFirst().shape().scalar() != null ? required.getFirst() : null;
  }

  /// `topP` becomes `top_p`.
  static String snake(String name) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        out.append(i == 0 ? "" : "_").append(Character.toLowerCase(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
