package dev.retort.teacher;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// What a model's calls cost, in US dollars, as somebody read it somewhere on some day.
///
/// @param input for a million tokens of prompts, with at most six decimals
/// @param output for a million tokens of answers, with at most six decimals
/// @param cachedInput for a million prompt tokens that the server says it had cached; like `input` when absent
/// @param perCall for each call besides, with at most twelve decimals
/// @param asOf the day it was read, such as 2026-11-01
/// @param source URL of the page it was read on
public record Price(BigDecimal input, BigDecimal output, @Nullable BigDecimal cachedInput,
    @Nullable BigDecimal perCall, String asOf, String source) {
  /// Decimals of a price for a million tokens that are a whole number of an [Usd]'s units for one.
  private static final int DECIMALS = 6;
  private static final BigDecimal MOST = BigDecimal.valueOf(10_000);

  public Price {
    amount("input", input, DECIMALS);
    amount("output", output, DECIMALS);
    if (cachedInput != null) {
      amount("cached_input", cachedInput, DECIMALS);
      if (cachedInput.compareTo(input) > 0) {
        throw new IllegalArgumentException("cached_input must be at most input, not " + cachedInput.toPlainString());
      }
    }
    if (perCall != null) {
      amount("per_call", perCall, Usd.DECIMALS);
    }
    if (!isDay(asOf)) {
      throw new IllegalArgumentException("as_of must be the day the price was read, such as 2026-11-01, not " + asOf);
    }
    if (!isPage(source)) {
      throw new IllegalArgumentException("source must be the URL of the page the price was read on, not " + source);
    }
  }

  private static void amount(String name, BigDecimal value, int decimals) {
    if (value.signum() < 0 || value.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(name + " must be 0 to 10000 dollars, not " + value.toPlainString());
    }
    if (value.stripTrailingZeros().scale() > decimals) {
      throw new IllegalArgumentException(
          "%s must have at most %d decimals, not %s".formatted(name, decimals, value.toPlainString()));
    }
  }

  private static boolean isDay(String text) {
    try {
      return LocalDate.parse(text).getYear() > 0;
    } catch (DateTimeException e) {
      return false; // which is told by the caller
    }
  }

  private static boolean isPage(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false; // which is told by the caller
    }
  }

  /// What calls cost that took these tokens together.
  /// @param prompt tokens of prompts, cached ones included
  /// @param cached of those, tokens the server had cached
  public Usd of(long calls, long prompt, long cached, long completion) {
    long uncached = Math.max(0, prompt - cached);
    Usd read = token(input).times(uncached).plus(token(cachedInput == null ? input : cachedInput).times(cached));
    Usd written = token(output).times(completion);
    return read.plus(written).plus(perCall == null ? Usd.ZERO : Usd.of(perCall).times(calls));
  }

  /// This price for calls that cost a part of it, rounded up to the decimals a price may have.
  /// @param factor above 0, at most 1
  Price times(double factor) {
    if (factor == 1) {
      return this;
    }
    BigDecimal part = BigDecimal.valueOf(factor);
    return new Price(part(input, part, DECIMALS), part(output, part, DECIMALS),
        cachedInput == null ? null : part(cachedInput, part, DECIMALS),
        perCall == null ? null : part(perCall, part, Usd.DECIMALS), asOf, source);
  }

  private static BigDecimal part(BigDecimal value, BigDecimal part, int decimals) {
    BigDecimal product = value.multiply(part);
    return product.scale() <= decimals ? product : product.setScale(decimals, RoundingMode.CEILING);
  }

  private static Usd token(BigDecimal million) {
    return Usd.of(million.movePointLeft(DECIMALS));
  }
}
