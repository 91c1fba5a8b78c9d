package dev.retort.teacher.structured;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpressionFactory;

/// Regular expressions of schemas by RE2, so that no text makes one run away.
final class LinearPatterns {
  static final RegularExpressionFactory FACTORY = regex -> {
    Pattern pattern = compiled(regex);
    return text -> pattern.matcher(text).find();
  };

  private LinearPatterns() {}

  private static Pattern compiled(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "pattern: found '%s', wanted an RE2 expression, which has no look-around and no back references (%s)"
              .formatted(regex, e.getMessage()));
    }
  }
}
