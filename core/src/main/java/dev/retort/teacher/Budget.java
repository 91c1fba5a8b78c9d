package dev.retort.teacher;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What may be spent at most; each part that is absent is not bounded.
///
/// @param usd US dollars, for which every teacher asked must have a price
/// @param tokens of prompts and answers together
/// @param calls attempts that go out to a model; answers from the ledger are none
public record Budget(@Nullable BigDecimal usd, @Nullable Long tokens, @Nullable Long calls) {
  public static final Budget NONE = new Budget(null, null, null);
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

  public Budget {
    if (usd != null && (usd.signum() <= 0 || usd.compareTo(MOST) > 0)) {
      throw new IllegalArgumentException("usd must be above 0 and at most 1000000, not " + usd.toPlainString());
    }
    if (usd != null && usd.stripTrailingZeros().scale() > Usd.DECIMALS) {
      throw new IllegalArgumentException("usd must have at most 12 decimals, not " + usd.toPlainString());
    }
    if (tokens != null && tokens < 1) {
      throw new IllegalArgumentException("tokens must be 1 or more, not " + tokens);
    }
    if (calls != null && calls < 1) {
      throw new IllegalArgumentException("calls must be 1 or more, not " + calls);
    }
  }

  /// Whether it bounds anything.
  public boolean bounds() {
    return usd != null || tokens != null || calls != null;
  }

  /// Whether a call's tokens must be known beforehand to keep it.
  public boolean needsTokens() {
    return usd != null || tokens != null;
  }
}
