package dev.retort.recipe;

import dev.retort.recipe.Node.Kind;
import dev.retort.recipe.Node.Scalar;
import dev.retort.recipe.SecretReader.Refused;
import dev.retort.step.TextOrFile;
import dev.retort.teacher.Secret;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns one YAML scalar into a text, number, yes or no, duration, word or secret. It guesses nothing.
final class Scalars {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final int LONGEST_NUMBER = 400;

  private final SecretReader secrets;
  private final TextFiles files;

  Scalars(SecretReader secrets, TextFiles files) {
    this.secrets = secrets;
    this.files = files;
  }

  /// The scalar is not what was wanted; the message says what was found, what was wanted, and what to do.
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message);
    }
  }

  Object read(Class<?> type, Scalar scalar) throws Unfit {
    if (scalar.kind() == Kind.NULL) {
      throw unfit(scalar, type, "Give one, or leave the key out");
    }
    if (type == Secret.class) {
      return secret(scalar);
    }
    if (SecretReader.namesVariable(scalar.text())) {
      throw new Unfit("found " + Wording.quote(scalar.text())
          + ", but ${...} is read for secrets only. Write the value itself, or give it with --set.");
    }
    if (type == String.class) {
      return text(scalar);
    }
    if (type == TextOrFile.class) {
      return files.read(text(scalar));
    }
    if (type == Boolean.class || type == boolean.class) {
      return bool(scalar);
    }
    if (type == Duration.class) {
      return duration(scalar);
    }
    return type.isEnum() ? word(type, scalar) : number(type, scalar);
  }

  private Secret secret(Scalar scalar) throws Unfit {
    try {
      return secrets.read(scalar.text());
    } catch (Refused e) {
      throw new Unfit(String.valueOf(e.getMessage()));
    }
  }

  private static String text(Scalar scalar) throws Unfit {
    if (scalar.kind() == Kind.BOOL) {
      throw unfit(scalar, String.class, "Put it in quotes");
    }
    if (scalar.plain() && scalar.text().equals("~")) {
      throw new Unfit("found ~, which is a text here. Leave the key out for nothing, or put it in quotes.");
    }
    return scalar.text();
  }

  private static Boolean bool(Scalar scalar) throws Unfit {
    if (scalar.kind() != Kind.BOOL) {
      throw unfit(scalar, boolean.class, "Write true or false without quotes");
    }
    return scalar.text().equals("true");
  }

  private static Duration duration(Scalar scalar) throws Unfit {
    Matcher parts = DURATION.matcher(scalar.text());
    if (!parts.matches()) {
      throw unfit(scalar, Duration.class, "Write a number and its unit, ms, s, m, h or d");
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static Object word(Class<?> type, Scalar scalar) throws Unfit {
    List<String> words = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String word = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
      if (word.equals(scalar.text())) {
        return constant;
      }
      words.add(word);
    }
    String near = Wording.near(scalar.text(), words);
    throw unfit(scalar, type, near.isEmpty() ? "Choose one" : "Did you mean '" + near + "'?");
  }

  private static Object number(Class<?> type, Scalar scalar) throws Unfit {
    boolean whole = isWhole(type);
    if (scalar.kind() != Kind.INTEGER && (whole || scalar.kind() != Kind.FLOAT)) {
      String advice = scalar.kind() == Kind.TEXT && !scalar.plain()
          ? "Take the quotes away"
          : "Write it in plain digits";
      throw unfit(scalar, type, advice);
    }
    if (scalar.text().length() > LONGEST_NUMBER || !Double.isFinite(finite(scalar.text()))) {
      throw unfit(scalar, type, "Write a smaller number");
    }
    return whole
        ? integer(type, scalar)
        : type == BigDecimal.class
            ? new BigDecimal(scalar.text())
            : (Object) Double.valueOf(scalar.text());
  }

  private static boolean isWhole(Class<?> type) {
    return type == int.class || type == Integer.class || type == long.class || type == Long.class;
  }

  /// The value as far as a double holds it; `.inf` and `.nan`, which Java spells otherwise, are not finite.
  private static double finite(String text) {
    return text.endsWith("inf") || text.endsWith("nan") ? Double.NaN : Double.parseDouble(text);
  }

  private static Object integer(Class<?> type, Scalar scalar) throws Unfit {
    boolean small = type == int.class || type == Integer.class;
    BigInteger value = new BigInteger(scalar.text());
    if (value.bitLength() > (small ? 31 : 63)) {
      throw new Unfit("found the number " + Wording.cut(scalar.text()) + ", a whole number of at most "
          + (small ? Integer.MAX_VALUE : Long.MAX_VALUE) + " was wanted.");
    }
    return small ? (Object) value.intValueExact() : (Object) value.longValueExact();
  }

  /// A value of no declared type: text, whole number, decimal number, or true and false.
  Object tree(Scalar scalar) throws Unfit {
    return switch (scalar.kind()) {
      case TEXT -> read(String.class, scalar);
      case BOOL -> read(Boolean.class, scalar);
      case INTEGER -> read(Long.class, scalar);
      case FLOAT -> read(BigDecimal.class, scalar);
      case NULL -> throw new Unfit("found nothing, a value was wanted. Give one, or leave the key out.");
    };
  }

  private static Unfit unfit(Scalar scalar, Class<?> type, String advice) {
    return new Unfit("found " + scalar.found() + ", " + wanted(type) + " was wanted. " + advice
        + (advice.endsWith("?") ? "" : "."));
  }

  /// A few words for what a type takes.
  static String wanted(Type type) {
    if (!(type instanceof Class<?> raw)) {
      return type.getTypeName().startsWith("java.util.Map") ? "a mapping" : "a list";
    }
    if (raw.isEnum()) {
      List<String> words = new ArrayList<>();
      for (Object constant : raw.getEnumConstants()) {
        words.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
      }
      return "one of " + String.join(", ", words);
    }
    return switch (raw.getSimpleName()) {
      case "String" -> "text";
      case "TextOrFile" -> "text, or file:PATH,";
      case "Secret" -> "a secret's name, \"${NAME}\" or file:PATH,";
      case "boolean", "Boolean" -> "true or false";
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double", "Double", "BigDecimal" -> "a number";
      case "Duration" -> "a duration such as 120s";
      default -> raw.isRecord() ? "a mapping" : "a value";
    };
  }
}
