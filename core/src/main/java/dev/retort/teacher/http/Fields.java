package dev.retort.teacher.http;

import org.jspecify.annotations.Nullable;

/// The headers of an answer, kept as one text and searched when asked.
final class Fields {
  private final String block;

  /// @param block lines `name: value`, each ended by a line feed
  Fields(String block) {
    this.block = block;
  }

  /// The first value of a header, whatever the case of its name; null when it is not there.
  @Nullable
  String get(String name) {
    for (int line = 0; line < block.length(); line = end(line) + 1) {
      int colon = line + name.length();
      if (colon < block.length() && block.charAt(colon) == ':'
          && block.regionMatches(true, line, name, 0, name.length())) {
        return block.substring(colon + 1, end(line)).strip();
      }
    }
    return null;
  }

  private int end(int line) {
    int end = block.indexOf('\n', line);
    return end < 0 ? block.length() : end;
  }

  /// Whether the answer is of that media type, parameters aside.
  boolean isType(String type) {
    String value = get("content-type");
    return value != null && value.regionMatches(true, 0, type, 0, type.length())
        && (value.length() == type.length() || value.charAt(type.length()) == ';'
            || value.charAt(type.length()) == ' ');
  }
}
