package dev.retort.teacher.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The fleet's own tokens: up to five letters or digits with the blank before them, or any other single character.
final class Tokens {
  private static final Pattern TOKEN = Pattern.compile(" ?[\\p{L}\\p{M}\\p{N}]{1,5}|.", Pattern.DOTALL);

  private Tokens() {}

  /// The pieces; joined they are the text.
  static List<String> split(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  static int count(String text) {
    Matcher matcher = TOKEN.matcher(text);
    int tokens = 0;
    while (matcher.find()) {
      tokens++;
    }
    return tokens;
  }

  static String first(String text, int many) {
    List<String> tokens = split(text);
    return String.join("", tokens.subList(0, Math.min(many, tokens.size())));
  }
}
