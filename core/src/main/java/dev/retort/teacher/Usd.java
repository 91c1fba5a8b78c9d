package dev.retort.teacher;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount of US dollars, exact to a millionth of a millionth.
///
/// A price of up to six decimals per million tokens is a whole number of these per token, so no sum is ever rounded.
/// The largest amount is about nine million dollars; beyond it the arithmetic throws.
///
/// @param pico millionths of a millionth of a dollar
public record Usd(long pico) implements Comparable<Usd> {
  public static final Usd ZERO = new Usd(0);
  static final int DECIMALS = 12;

  /// @throws ArithmeticException when it has more than twelve decimals or is too large
  public static Usd of(BigDecimal dollars) {
    return new Usd(dollars.movePointRight(DECIMALS).longValueExact());
  }

  public Usd plus(Usd other) {
    return new Usd(Math.addExact(pico, other.pico));
  }

  public Usd minus(Usd other) {
    return new Usd(Math.subtractExact(pico, other.pico));
  }

  public Usd times(long count) {
    return new Usd(Math.multiplyExact(pico, count));
  }

  /// The exact amount without zeros at its end.
  public BigDecimal decimal() {
    BigDecimal exact = BigDecimal.valueOf(pico, DECIMALS).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  /// For people: two decimals, or so many that three digits of a small amount are seen.
  public String words() {
    BigDecimal exact = decimal();
    if (exact.signum() == 0) {
      return "0.00";
    }
    int zeros = exact.scale() - exact.precision();
    return exact.setScale(Math.clamp(zeros + 3, 2, DECIMALS), RoundingMode.HALF_UP).toPlainString();
  }

  @Override
  public int compareTo(Usd other) {
    return Long.compare(pico, other.pico);
  }

  @Override
  public String toString() {
    return decimal().toPlainString();
  }
}
