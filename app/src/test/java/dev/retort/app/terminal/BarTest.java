package dev.retort.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.RunListener.Progress;
import dev.retort.run.RunListener.Spent;
import dev.retort.teacher.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BarTest {

  @Test
  void aKnownNumberOfUnitsIsDrawnAsABar() {
    String line = Bar.line(new Progress("respond", 150, 140, 2, Map.of()), 300, Duration.ofSeconds(10), 120);

    assertThat(line).isEqualTo(
        "respond  [############............]  150/300  50 %  15.0/s  0:10 left  failed 2");
  }

  @Test
  void anUnknownNumberIsCounted() {
    String line = Bar.line(new Progress("read", 5000, 5000, 0, Map.of()), -1, Duration.ofSeconds(2), 80);

    assertThat(line).isEqualTo("read  5000 done  2500.0/s");
  }

  @Test
  void nothingDoneYetDividesByNothing() {
    assertThat(Bar.line(new Progress("x", 0, 0, 0, Map.of()), 10, Duration.ZERO, 80)).contains("0/10  0 %  0.0/s");
    assertThat(Bar.line(new Progress("x", 12, 0, 0, Map.of()), 10, Duration.ofSeconds(1), 80)).contains("12/10");
  }

  @Test
  void teachersAreListedByNameAndCutToTheWidth() {
    assertThat(Bar.teachers(Map.of("yi", 2L, "llama", 10L), 80)).isEqualTo("  calls 12: llama 10 · yi 2");
    assertThat(Bar.teachers(Map.of(), 80)).isEmpty();
    assertThat(Bar.teachers(Map.of("a\u001b[2J", 1L, "b".repeat(200), 1L), 40)).hasSize(39).endsWith("…")
        .doesNotContain("\u001b");
  }

  @Test
  void moneyIsShownWithWhatItWillBe() {
    Usd run = Usd.of(new BigDecimal("1.5"));
    Spent spent = new Spent(run, Usd.of(new BigDecimal("0.01")), Usd.of(new BigDecimal("25")));

    assertThat(Bar.money(spent, 150, 80))
        .isEqualTo("  spent 1.50 USD of 25.00 USD, about 3.00 USD when this step is done");
    assertThat(Bar.money(new Spent(run, null, null), 150, 80)).isEqualTo("  spent 1.50 USD");
    assertThat(Bar.money(spent, 0, 80)).isEqualTo("  spent 1.50 USD of 25.00 USD");
  }

  @Test
  void aLineNeverFillsTheLastColumn() {
    assertThat(Bar.fit("x".repeat(79), 80)).hasSize(79);
    assertThat(Bar.fit("x".repeat(80), 80)).hasSize(79).endsWith("…");
  }

  @Test
  void longTimesHaveHours() {
    assertThat(Bar.clock(59)).isEqualTo("0:59");
    assertThat(Bar.clock(3725)).isEqualTo("1:02:05");
  }
}
