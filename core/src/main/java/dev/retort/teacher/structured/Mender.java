package dev.retort.teacher.structured;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes one value anew as JSON, making each [Fix] it needs. One pass, no look back.
///
/// It knows at each place what may come there: a key, a colon, a value, or what follows a value. Anything else ends it,
/// so that no text is read in a way its writer may not have meant.
final class Mender {
  private static final int DEEPEST = 200;
  private static final Set<String> LITERALS = Set.of("true", "false", "null", "True", "False", "None", "NaN",
      "Infinity", "undefined");

  private enum Next {
    VALUE, VALUE_OR_END, KEY, KEY_OR_END, COLON, COMMA_OR_END, NOTHING
  }

  private final String text;
  private final boolean mayClose;
  private final StringBuilder out;
  private final Map<Fix, Integer> fixes = new EnumMap<>(Fix.class);
  private final BitSet objects = new BitSet();
  private int depth;
  private int at;
  private int comma = -1;
  private Next next = Next.VALUE;

  private Mender(String text, boolean mayClose) {
    this.text = text;
    this.mayClose = mayClose;
    this.out = new StringBuilder(text.length() + 16);
  }

  /// @param mayClose whether the text is known to be all its writer meant to write
  /// @return null where it cannot be made JSON
  static @Nullable Mended mend(String text, boolean mayClose) {
    Mender mender = new Mender(text, mayClose);
    return mender.all() ? new Mended(mender.out.toString(), mender.fixes) : null;
  }

  private boolean all() {
    while (at < text.length()) {
      if (!token(text.charAt(at))) {
        return false;
      }
    }
    if (next == Next.COMMA_OR_END && mayClose && !endsInNumber()) {
      fixed(Fix.UNCLOSED);
      while (depth > 0) {
        out.append(objects.get(--depth) ? '}' : ']');
      }
      return true;
    }
    return next == Next.NOTHING;
  }

  /// A digit may be missing there, which no one could see.
  private boolean endsInNumber() {
    int last = out.length() - 1;
    while (out.charAt(last) <= ' ') {
      last--;
    }
    return Character.isDigit(out.charAt(last));
  }

  private boolean token(char c) {
    return switch (c) {
      case ' ', '\n', '\r', '\t' -> punctuation(c, true, next);
      case '{', '[' -> wantsValue() && open(c);
      case '}', ']' -> close(c);
      case ',' -> comma();
      case ':' -> punctuation(c, next == Next.COLON, Next.VALUE);
      case '/' -> comment();
      case '"', '\'', '\u201c', '\u2018' -> quoted(c);
      default -> word();
    };
  }

  private boolean punctuation(char c, boolean allowed, Next then) {
    out.append(c);
    at++;
    next = then;
    return allowed;
  }

  private boolean wantsValue() {
    return next == Next.VALUE || next == Next.VALUE_OR_END;
  }

  private boolean wantsKey() {
    return next == Next.KEY || next == Next.KEY_OR_END;
  }

  private Next afterValue() {
    return depth == 0 ? Next.NOTHING : Next.COMMA_OR_END;
  }

  private boolean open(char c) {
    objects.set(depth++, c == '{');
    comma = -1;
    return punctuation(c, depth <= DEEPEST, c == '{' ? Next.KEY_OR_END : Next.VALUE_OR_END);
  }

  private boolean comma() {
    comma = out.length();
    return punctuation(',', next == Next.COMMA_OR_END, depth > 0 && objects.get(depth - 1) ? Next.KEY : Next.VALUE);
  }

  private boolean close(char c) {
    boolean object = c == '}';
    if (depth == 0 || objects.get(depth - 1) != object) {
      return false;
    }
    boolean behindComma = comma >= 0 && (object ? next == Next.KEY : next == Next.VALUE);
    if (behindComma) {
      out.deleteCharAt(comma);
      fixed(Fix.TRAILING_COMMA);
    }
    boolean allowed = behindComma || next == Next.COMMA_OR_END
        || next == (object ? Next.KEY_OR_END : Next.VALUE_OR_END);
    depth--;
    comma = -1;
    return punctuation(c, allowed, afterValue());
  }

  private boolean comment() {
    boolean line = text.startsWith("//", at);
    if (!line && !text.startsWith("/*", at)) {
      return false;
    }
    int end = text.indexOf(line ? "\n" : "*/", at + 2);
    fixed(Fix.COMMENT);
    at = end < 0 ? text.length() : end + (line ? 0 : 2);
    return end >= 0 || line;
  }

  private boolean quoted(char quote) {
    if (!wantsKey() && !wantsValue()) {
      return false;
    }
    MendedText read = MendedText.read(text, at, quote, out);
    if (read == null) {
      return false;
    }
    read.fixes().forEach((fix, times) -> fixes.merge(fix, times, Integer::sum));
    return took(read.end());
  }

  /// A key or value was written, and its text ended there.
  private boolean took(int end) {
    at = end;
    comma = -1;
    next = wantsKey() ? Next.COLON : afterValue();
    return true;
  }

  private boolean word() {
    int end = at;
    while (end < text.length() && wordly(text.charAt(end))) {
      end++;
    }
    String word = text.substring(at, end);
    if (word.isEmpty() || !wantsKey() && !wantsValue()) {
      return false;
    }
    return wantsKey() ? bareKey(word, end) : literal(word, end);
  }

  private static boolean wordly(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c == '-'
        || c == '+' || c == '.';
  }

  private boolean bareKey(String word, int end) {
    boolean name = word.chars().noneMatch(c -> c == '-' || c == '+' || c == '.')
        && !Character.isDigit(word.charAt(0)) && !LITERALS.contains(word);
    fixed(Fix.BARE_KEY);
    out.append('"').append(word).append('"');
    return name && took(end);
  }

  private boolean literal(String word, int end) {
    String json = switch (word) {
      case "True" -> "true";
      case "False" -> "false";
      case "None" -> "null";
      default -> word;
    };
    if (!json.equals(word)) {
      fixed(Fix.PYTHON_LITERAL);
    }
    out.append(json);
    return took(end);
  }

  private void fixed(Fix fix) {
    fixes.merge(fix, 1, Integer::sum);
  }
}
