package dev.retort.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextBlocksTest {
  private static final TextBlocks TABLE = new TextBlocks(List.of("name", "one", "two", "three"),
      List.of(List.of("a", "1", "22222", "3"), List.of("b", "4", "5", "6")), 1);

  @Test
  void whatFitsIsOneTable() {
    assertThat(TABLE.within(23)).isEqualTo("""
        name  one    two  three
        a       1  22222      3
        b       4      5      6""");
  }

  @Test
  void whatDoesNotFitIsBelowWithTheSameFirstColumns() {
    assertThat(TABLE.within(22)).isEqualTo("""
        name  one    two
        a       1  22222
        b       4      5

        name  three
        a         3
        b         6""");
  }

  @Test
  void eachPartHasAColumnHoweverNarrow() {
    assertThat(TABLE.within(1).split("\n\n")).hasSize(3);
    assertThat(new TextBlocks(List.of("name"), List.of(List.of("a")), 1).within(80)).isEqualTo("name\na");
  }
}
