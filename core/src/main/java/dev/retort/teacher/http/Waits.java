package dev.retort.teacher.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long an answer asks to wait.
///
/// `retry-after-ms`, else `Retry-After`, else the time at which what is used up is there again:
///
/// | headers | remaining | reset |
/// |---|---|---|
/// | OpenAI, vLLM gateways | `x-ratelimit-remaining-requests`, `-tokens` | `x-ratelimit-reset-requests`, `-tokens`: `1s`, `6m0s`, `120ms`, or seconds |
/// | Anthropic | `anthropic-ratelimit-requests-remaining`, `-tokens-`, `-input-tokens-`, `-output-tokens-` | `...-reset`: RFC 3339 |
///
/// Source: developers.openai.com "Rate limits", docs.claude.com "Rate limits". A date is held against the server's own clock.
final class Waits {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final Pattern PARTS = Pattern.compile("(?:\\d{1,9}(?:\\.\\d{1,9})?(?:ms|h|m|s)){1,4}");
  private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|h|m|s)");
  private static final List<Limit> LIMITS = List.of(
      new Limit("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
      new Limit("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
      new Limit("anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"),
      new Limit("anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"),
      new Limit("anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"),
      new Limit("anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"));

  private Waits() {}

  private record Limit(String remaining, String reset) {}

  /// Null where nothing is said that can be read: then our own pace holds.
  static @Nullable Duration of(Fields headers) {
    String millis = headers.get("retry-after-ms");
    if (millis != null && NUMBER.matcher(millis).matches()) {
      return Duration.ofMillis((long) Double.parseDouble(millis));
    }
    String after = headers.get("retry-after");
    if (after != null) {
      return NUMBER.matcher(after).matches() ? seconds(after) : until(http(after), headers);
    }
    Duration longest = null;
    for (Limit limit : LIMITS) {
      Duration wait = "0".equals(headers.get(limit.remaining())) ? reset(headers.get(limit.reset()), headers) : null;
      longest = wait == null || longest != null && longest.compareTo(wait) >= 0 ? longest : wait;
    }
    return longest;
  }

  private static @Nullable Duration reset(@Nullable String text, Fields headers) {
    if (text == null) {
      return null;
    }
    if (NUMBER.matcher(text).matches()) {
      return seconds(text);
    }
    return PARTS.matcher(text).matches() ? parts(text) : until(instant(text), headers);
  }

  private static Duration seconds(String number) {
    return Duration.ofMillis((long) (Double.parseDouble(number) * 1000));
  }

  private static Duration parts(String text) {
    double millis = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      double one = switch (part.group(2)) {
        case "h" -> 3_600_000;
        case "m" -> 60_000;
        case "s" -> 1000;
        default -> 1;
      };
      millis += Double.parseDouble(part.group(1)) * one;
    }
    return Duration.ofMillis((long) Math.ceil(millis));
  }

  private static @Nullable Duration until(@Nullable Instant then, Fields headers) {
    if (then == null) {
      return null;
    }
    String date = headers.get("date");
    Instant now = date == null ? null : http(date);
    Duration wait = Duration.between(now == null ? Instant.now() : now, then);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private static @Nullable Instant http(String text) {
    try {
      return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
          .toInstant();
    } catch (DateTimeException _) {
      return null; // no date: the server's wish is not known
    }
  }

  private static @Nullable Instant instant(String text) {
    try {
      return ZonedDateTime.parse(text.strip(), DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    } catch (DateTimeException _) {
      return null; // no date: the server's wish is not known
    }
  }
}
