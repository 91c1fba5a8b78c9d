package dev.retort.teacher.openai;

import dev.retort.teacher.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Headers a recipe adds: which may be sent, and which of them are secrets.
final class Headers {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern SECRET = Pattern.compile(".*(auth|key|token|secret|cookie|password).*");
  /// Those the client sets itself.
  private static final Set<String> OURS = Set.of("host", "content-length", "content-type", "connection", "upgrade",
      "expect", "transfer-encoding");

  private Headers() {}

  /// A message never shows a value.
  static void check(Map<String, String> headers) {
    headers.forEach((name, value) -> {
      if (!NAME.matcher(name).matches() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("headers: '%s' cannot be set. Remove it.".formatted(name));
      }
      if (!VALUE.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "headers: the value of '%s' has characters no header can carry. Use printable ASCII.".formatted(name));
      }
    });
  }

  static void check(@Nullable Secret key) {
    if (key != null && !KEY.matcher(key.reveal()).matches()) {
      throw new IllegalArgumentException(
          "api_key (%s) is empty or has a blank, a line break or a character no header can carry. Set it anew."
              .formatted(key));
    }
  }

  /// A recipe is copied into run folders, so a key must not stand in it.
  static void refuseSecrets(Map<String, String> headers) {
    for (String name : headers.keySet()) {
      if (secret(name)) {
        throw new IllegalArgumentException(
            "headers: '%s' is named like a key, which must not stand in a recipe. Write it as server: {secret_headers: {%s: \"${NAME}\"}}."
                .formatted(name, name));
      }
    }
  }

  static boolean secret(String name) {
    return SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /// What must not be shown. A header such as `Bearer KEY` hides the key by itself, too.
  static List<String> secrets(Map<String, String> headers, @Nullable Secret key) {
    List<String> secrets = new ArrayList<>();
    if (key != null) {
      secrets.add(key.reveal());
    }
    headers.forEach((name, value) -> {
      if (secret(name)) {
        secrets.add(value);
        secrets.add(value.substring(value.lastIndexOf(' ') + 1));
      }
    });
    secrets.removeIf(secret -> secret.length() < 4);
    return List.copyOf(secrets);
  }
}
