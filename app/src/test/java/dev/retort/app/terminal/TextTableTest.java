package dev.retort.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void numbersStandToTheRightAndWordsToTheLeft() {
    TextTable table = new TextTable("step", "units", "why").row("read", "1,200", "").row("respond", "7", "timeout 2");

    assertThat(table).hasToString("step     units  why\nread     1,200\nrespond      7  timeout 2");
  }

  @Test
  void cellsCannotBreakTheTable() {
    assertThat(new TextTable("a").row("x\ny\u001b").toString()).isEqualTo("a\nx y␛");
    assertThatThrownBy(() -> new TextTable("a", "b").row("x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCellOfAnyLengthIsCutAndShownWithoutControlCharacters() {
    String table = new TextTable("name", "n").row("\u001b[2J" + "w".repeat(100_000), "1").toString();

    assertThat(table.codePointCount(0, table.length())).isLessThan(2_000);
    assertThat(table).contains("…").doesNotContain("\u001b");
  }
}
