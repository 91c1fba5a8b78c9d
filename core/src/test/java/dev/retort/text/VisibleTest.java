package dev.retort.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
  @Test
  void whatSteersOrIsNoCharacterIsShown() {
    assertThat(Visible.text("a\u0000b\u001b[2J\u0085\ud800\uffffz")).isEqualTo("a␀b␛[2J\ufffd\ufffd\ufffdz");
    assertThat(Visible.text("tab\there\nnext é 😀")).isEqualTo("tab\there\nnext é 😀");
  }

  @Test
  void directionIsShownInATerminalOnly() {
    assertThat(Visible.text("\u202eab")).isEqualTo("\u202eab");
    assertThat(Visible.inTerminal("\u202ea\u2066b\u001b")).isEqualTo("\ufffda\ufffdb␛");
  }
}
