package dev.retort.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A word with its period, as Punkt sees it.
///
/// @param text as it stands
/// @param type in lower case, numbers as `##number##`
record PunktToken(String text, String type) {
  static final String NUMBER = "##number##";

  private static final String NOT_SPACE = "[^" + PythonWords.SPACES.substring(1);
  private static final String MANY = "-{2,}|\\.{2,}|(?:\\." + PythonWords.SPACES + "){2,}\\.";
  private static final String NO_WORD = "[)\";}\\]*:@'({\\[?!]";

  /// Many dashes or dots; or a word up to white space, a mark, or a comma at its end; or any one character.
  private static final Pattern TOKEN = Pattern.compile(("(?:MANY|(?=[^(\"`{\\[:;&#*@)}\\]\\-,])NOTSPACE+?"
      + "(?=SPACE|\\z|NOWORD|MANY|,(?=\\z|SPACE|NOWORD|MANY))|NOTSPACE)").replace("MANY", MANY)
      .replace("NOWORD", NO_WORD).replace("NOTSPACE", NOT_SPACE).replace("SPACE", PythonWords.SPACES));

  private static final Pattern NUMERIC = Pattern.compile("-?[.,]?\\p{Nd}[\\p{Nd},.-]*");

  private static PunktToken of(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return new PunktToken(text, NUMERIC.matcher(lower).matches() ? NUMBER : lower);
  }

  static List<PunktToken> of(String context, int start, int end) {
    List<PunktToken> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(context.substring(start, end));
    while (matcher.find()) {
      tokens.add(of(matcher.group()));
    }
    return tokens;
  }

  boolean endsWithPeriod() {
    return text.endsWith(".");
  }

  /// The type without its last period.
  String bare() {
    return type.length() > 1 && type.endsWith(".") ? type.substring(0, type.length() - 1) : type;
  }

  /// Nothing but two or more periods.
  boolean ellipsis() {
    return text.length() > 1 && text.chars().allMatch(c -> c == '.');
  }

  /// One letter and a period.
  boolean initial() {
    int first = text.codePointAt(0);
    return text.length() == Character.charCount(first) + 1 && endsWithPeriod() && letter(first);
  }

  boolean startsUpper() {
    return Character.isUpperCase(text.codePointAt(0));
  }

  boolean startsLower() {
    return Character.isLowerCase(text.codePointAt(0));
  }

  boolean mark() {
    return text.length() == 1 && ";:,.!?".contains(text);
  }

  boolean sentenceEnd() {
    return text.length() == 1 && ".?!".contains(text);
  }

  private static boolean letter(int c) {
    int kind = Character.getType(c);
    return Character.isLetter(c) || c == '_' || kind == Character.OTHER_NUMBER || kind == Character.LETTER_NUMBER;
  }
}
