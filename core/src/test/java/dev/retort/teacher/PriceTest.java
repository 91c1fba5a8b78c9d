package dev.retort.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceTest {
  private static final String PAGE = "https://example.com/prices";

  private static Price price(String input, String output, @Nullable String cached, @Nullable String perCall) {
    return new Price(new BigDecimal(input), new BigDecimal(output), cached == null ? null : new BigDecimal(cached),
        perCall == null ? null : new BigDecimal(perCall), "2026-11-01", PAGE);
  }

  @Test
  void aPartOfAPriceIsRoundedUpWhereItMustBe() {
    Price half = price("0.15", "0.000001", null, "1").times(0.5);
    assertThat(half.input()).isEqualByComparingTo("0.075");
    assertThat(half.output()).isEqualByComparingTo("0.000001");
    assertThat(half.perCall()).isEqualByComparingTo("0.5");
    assertThat(half.cachedInput()).isNull();
    Price whole = price("3", "15", "0.3", null);
    assertThat(whole.times(1)).isSameAs(whole);
  }

  /// Against decimal arithmetic that never rounds.
  @Test
  void costsAreExact() {
    Price price = price("0.150001", "0.6", "0.075003", "0.000000000007");
    BigDecimal million = BigDecimal.valueOf(1_000_000);
    SplittableRandom random = new SplittableRandom(7);
    Usd sum = Usd.ZERO;
    BigDecimal wanted = BigDecimal.ZERO;
    for (int i = 0; i < 20_000; i++) {
      long prompt = random.nextLong(100_000);
      long cached = random.nextLong(prompt + 1);
      long completion = random.nextLong(50_000);
      sum = sum.plus(price.of(1, prompt, cached, completion));
      wanted = wanted.add(new BigDecimal("0.150001").multiply(BigDecimal.valueOf(prompt - cached)).divide(million))
          .add(new BigDecimal("0.075003").multiply(BigDecimal.valueOf(cached)).divide(million))
          .add(new BigDecimal("0.6").multiply(BigDecimal.valueOf(completion)).divide(million))
          .add(new BigDecimal("0.000000000007"));
    }
    assertThat(sum.decimal()).isEqualByComparingTo(wanted);
  }

  @Test
  void cachedTokensCostAsMuchAsOthersWhereNothingIsSaid() {
    assertThat(price("2", "4", null, null).of(1, 1_000_000, 900_000, 0)).isEqualTo(Usd.of(BigDecimal.valueOf(2)));
  }

  @Test
  void aPriceWithoutItsDayOrPageIsRefused() {
    BigDecimal one = BigDecimal.ONE;
    assertThatThrownBy(() -> new Price(one, one, null, null, "last week", PAGE)).hasMessageStartingWith("as_of must");
    assertThatThrownBy(() -> new Price(one, one, null, null, "2026-11-31", PAGE)).hasMessageStartingWith("as_of must");
    assertThatThrownBy(() -> new Price(one, one, null, null, "2026-11-01", "my memory"))
        .hasMessageStartingWith("source must");
  }

  @Test
  void amountsThatCannotBeKeptExactlyAreRefused() {
    assertThatThrownBy(() -> price("0.0000001", "1", null, null)).hasMessageContaining("input must have at most 6");
    assertThatThrownBy(() -> price("-1", "1", null, null)).hasMessageContaining("input must be 0 to");
    assertThatThrownBy(() -> price("1", "1", "2", null)).hasMessageContaining("cached_input must be at most input");
  }

  @Test
  void moreMoneyThanThereIsThrowsInsteadOfWrapping() {
    assertThatThrownBy(() -> price("10000", "1", null, null).of(1, Long.MAX_VALUE / 2, 0, 0))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void amountsAreShownWithTwoDecimalsOrThreeDigits() {
    assertThat(Usd.of(new BigDecimal("1234.5678")).words()).isEqualTo("1234.57");
    assertThat(Usd.of(new BigDecimal("0.5")).words()).isEqualTo("0.500");
    assertThat(Usd.of(new BigDecimal("0.00012345")).words()).isEqualTo("0.000123");
    assertThat(Usd.ZERO.words()).isEqualTo("0.00");
    assertThat(Usd.of(new BigDecimal("25")).words()).isEqualTo("25.00");
    assertThat(new Usd(1)).hasToString("0.000000000001");
  }
}
