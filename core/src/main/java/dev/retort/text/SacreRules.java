package dev.retort.text;

import java.util.function.IntPredicate;

/// The substitutions sacreBLEU's tokenisers are made of, each a pass over the characters.
///
/// A pass goes from left to right and never looks at a character twice, as a regular expression's replacements do: of
/// `1.-2.` the second period is looked at, the character before it is not any more.
final class SacreRules {
  private static final int[][] CHINESE = {{0x3400, 0x4db5}, {0x4e00, 0x9fbb}, {0xf900, 0xfa2d}, {0xfa30, 0xfa6a},
      {0xfa70, 0xfad9}, {0xff00, 0xffef}, {0x2e80, 0x2eff}, {0x3000, 0x303f}, {0x31c0, 0x31ef}, {0x2f00, 0x2fdf},
      {0x2ff0, 0x2fff}, {0x3100, 0x312f}, {0x31a0, 0x31bf}, {0xfe10, 0xfe1f}, {0xfe30, 0xfe4f}, {0x2600, 0x26ff},
      {0x2700, 0x27bf}, {0x3200, 0x33ff}, {0x2001, 0x2a6d}, {0x2f81, 0x2fa1}};

  private SacreRules() {}

  /// Whether the first of two characters is cut from the second.
  private interface Between {
    boolean cut(int first, int second);
  }

  static String unescaped(String text) {
    return text.replace("<skipped>", "").replace("-\n", "").replace('\n', ' ').replace("&quot;", "\"")
        .replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
  }

  /// Cuts ASCII punctuation off, `.` and `,` only where no digit is before or after, `-` only after a digit.
  static Characters western(Characters text) {
    Characters apart = eachApart(text, SacreRules::cutOff);
    Characters before = secondApart(apart, (first, second) -> !digit(first) && periodOrComma(second));
    Characters after = firstApart(before, (first, second) -> periodOrComma(first) && !digit(second));
    return secondApart(after, (first, second) -> digit(first) && second == '-');
  }

  static Characters international(Characters text) {
    Characters before = secondApart(text, (first, second) -> !number(first) && punctuation(second));
    Characters after = firstApart(before, (first, second) -> punctuation(first) && !number(second));
    return eachApart(after, SacreRules::symbol);
  }

  static Characters eachApart(String text, IntPredicate apart) {
    return eachApart(Characters.of(text), apart);
  }

  private static Characters eachApart(Characters text, IntPredicate apart) {
    Characters out = new Characters(text.length() * 3 / 2);
    for (int i = 0; i < text.length(); i++) {
      int c = text.at(i);
      if (apart.test(c)) {
        out.add(' ', c, ' ');
      } else {
        out.add(c);
      }
    }
    return out;
  }

  private static Characters secondApart(Characters text, Between rule) {
    Characters out = new Characters(text.length() * 3 / 2);
    for (int i = 0; i < text.length(); i++) {
      out.add(text.at(i));
      if (i + 1 < text.length() && rule.cut(text.at(i), text.at(i + 1))) {
        out.add(' ', text.at(++i), ' ');
      }
    }
    return out;
  }

  private static Characters firstApart(Characters text, Between rule) {
    Characters out = new Characters(text.length() * 3 / 2);
    for (int i = 0; i < text.length(); i++) {
      if (i + 1 < text.length() && rule.cut(text.at(i), text.at(i + 1))) {
        out.add(' ', text.at(i), ' ');
        i++;
      }
      out.add(text.at(i));
    }
    return out;
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean periodOrComma(int c) {
    return c == '.' || c == ',';
  }

  /// ASCII punctuation and blanks, but `'`, `,`, `-` and `.`.
  private static boolean cutOff(int c) {
    return c >= ' ' && c <= '~' && !Character.isLetterOrDigit(c) && c != '\'' && c != ',' && c != '-' && c != '.';
  }

  static boolean chinese(int c) {
    for (int[] range : CHINESE) {
      if (c >= range[0] && c <= range[1]) {
        return true;
      }
    }
    return false;
  }

  private static boolean number(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  private static boolean punctuation(int c) {
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
          Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
        true;
      default -> false;
    };
  }

  private static boolean symbol(int c) {
    return switch (Character.getType(c)) {
      case Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL, Character.MODIFIER_SYMBOL, Character.OTHER_SYMBOL -> true;
      default -> false;
    };
  }
}
