package dev.retort.teacher.structured;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Parts of a text that may be JSON, told by their brackets and fences. At most a few passes over the text.
final class Spans {
  /// Parts looked at, and brackets tried that never close.
  private static final int MOST = 16;
  private static final int DEEPEST = 200;

  private Spans() {}

  /// The insides of blocks between three backticks, without the language's name; the last may lack its end.
  static List<String> fenced(String text) {
    List<String> parts = new ArrayList<>();
    int open = text.indexOf("```");
    while (open >= 0 && parts.size() < MOST) {
      int close = text.indexOf("```", open + 3);
      String inside = text.substring(open + 3, close < 0 ? text.length() : close);
      int line = inside.indexOf('\n');
      boolean named = line >= 0 && inside.substring(0, line).strip().chars().allMatch(Character::isLetterOrDigit);
      parts.add((named ? inside.substring(line + 1) : inside).strip());
      open = close < 0 ? -1 : text.indexOf("```", close + 3);
    }
    return parts;
  }

  /// Objects and arrays whose brackets match, texts between double quotes passed over. The last may run to the end of
  /// the text unclosed.
  static List<String> balanced(String text) {
    List<String> parts = new ArrayList<>();
    int tries = 0;
    int at = next(text, 0);
    while (at >= 0 && tries++ < MOST) {
      int end = end(text, at);
      if (end == UNCLOSED) {
        parts.add(text.substring(at));
      } else if (end != MISMATCH) {
        parts.add(text.substring(at, end));
      }
      at = next(text, end < 0 ? at + 1 : end);
    }
    return parts;
  }

  private static final int UNCLOSED = -1;
  private static final int MISMATCH = -2;

  private static int next(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '{' || text.charAt(i) == '[') {
        return i;
      }
    }
    return -1;
  }

  /// One behind the bracket that closes the one at `from`.
  private static int end(String text, int from) {
    BitSet objects = new BitSet();
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> {
          i = quoted(text, i);
          if (i < 0) {
            return UNCLOSED;
          }
        }
        case '{', '[' -> {
          if (depth == DEEPEST) {
            return MISMATCH;
          }
          objects.set(depth++, c == '{');
        }
        case '}', ']' -> {
          if (objects.get(--depth) != (c == '}')) {
            return MISMATCH;
          }
          if (depth == 0) {
            return i + 1;
          }
        }
        default -> {
        }
      }
    }
    return UNCLOSED;
  }

  /// Where the text that begins at `from` has its closing quote; -1 when it has none.
  private static int quoted(String text, int from) {
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i;
      }
    }
    return -1;
  }
}
