package dev.retort.teacher.http;

import dev.retort.teacher.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Headers sent with each request: those anyone may see, and those that hold a key.
///
/// @param open as a recipe has them
/// @param secret never shown, whatever their names
/// @param key the key that advice names; null where there is none
public record Headers(Map<String, String> open, Map<String, Secret> secret, @Nullable Secret key) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern SECRET = Pattern.compile(".*(auth|key|token|secret|cookie|password).*");
  /// Those the client sets itself.
  private static final Set<String> OURS = Set.of("host", "content-length", "content-type", "connection", "upgrade",
      "expect", "transfer-encoding");
  /// A shorter one may be any word.
  private static final int SHORTEST_HIDDEN = 4;

  public static final Headers NONE = new Headers(Map.of(), Map.of(), null);

  /// @throws IllegalArgumentException naming the header that cannot be sent, never its value
  public Headers {
    open = Map.copyOf(open);
    secret = Map.copyOf(secret);
    if (key != null && !KEY.matcher(key.reveal()).matches()) {
      throw new IllegalArgumentException(
          "api_key (%s) is empty or has a blank, a line break or a character no header can carry. Set it anew."
              .formatted(key));
    }
    open.keySet().forEach(Headers::refuseSecret);
    open.forEach(Headers::check);
    secret.forEach((name, value) -> check(name, value.reveal()));
  }

  /// With the key as a bearer token.
  public static Headers bearer(Map<String, String> open, Map<String, Secret> secret, @Nullable Secret key) {
    return key == null
        ? new Headers(open, secret, null)
        : with("Authorization", "Bearer " + key.reveal(), new Headers(open, secret, key), key);
  }

  /// With the key as a header of its own, such as `x-api-key`.
  public static Headers named(String name, Map<String, String> open, Map<String, Secret> secret, Secret key) {
    return with(name, key.reveal(), new Headers(open, secret, key), key);
  }

  private static Headers with(String name, String value, Headers others, Secret key) {
    Map<String, Secret> all = new HashMap<>(others.secret());
    all.put(name, Secret.of(key.origin(), value));
    return new Headers(others.open(), all, key);
  }

  private static void check(String name, String value) {
    if (!NAME.matcher(name).matches() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("headers: '%s' cannot be set. Remove it.".formatted(name));
    }
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "headers: the value of '%s' has characters no header can carry. Use printable ASCII.".formatted(name));
    }
  }

  /// A recipe is copied into run folders, so a key must not stand in it.
  private static void refuseSecret(String name) {
    if (SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      throw new IllegalArgumentException(
          "headers: '%s' is named like a key, which must not stand in a recipe. Write it as server: {secret_headers: {%s: \"${NAME}\"}}."
              .formatted(name, name));
    }
  }

  /// All of them, for the wire.
  Map<String, String> sent() {
    Map<String, String> all = new HashMap<>(open);
    secret.forEach((name, value) -> all.put(name, value.reveal()));
    return all;
  }

  /// What must not be shown, in every form it may come back in, the longest first. A header such as `Bearer KEY` hides
  /// the key by itself, too, and one such as `Basic ...` the name and password in it.
  List<String> secrets() {
    Stream<String> values = secret.values().stream().map(Secret::reveal).flatMap(Headers::parts);
    Stream<String> keys = key == null ? Stream.of() : Stream.of(key.reveal());
    return Stream.concat(keys, values).filter(value -> value.length() >= SHORTEST_HIDDEN).distinct()
        .flatMap(value -> SecretForms.of(value).stream()).distinct()
        .sorted((one, other) -> other.length() - one.length()).toList();
  }

  private static Stream<String> parts(String value) {
    String last = value.substring(value.lastIndexOf(' ') + 1);
    if (!value.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Stream.of(value, last);
    }
    try {
      String pair = new String(Base64.getDecoder().decode(last), StandardCharsets.UTF_8);
      return Stream.of(value, last, pair, pair.substring(pair.indexOf(':') + 1));
    } catch (IllegalArgumentException _) {
      return Stream.of(value, last); // no base64: hidden as it stands
    }
  }
}
