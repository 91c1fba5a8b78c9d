package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearMissTest {
  private static final List<String> KNOWN = List.of("run", "check", "preview", "--limit");

  @Test
  void swappedMissingAndExtraLettersAreForgiven() {
    assertThat(NearMiss.hint("rnu", KNOWN)).contains("'run'");
    assertThat(NearMiss.hint("previw", KNOWN)).contains("'preview'");
    assertThat(NearMiss.hint("--limits", KNOWN)).contains("'--limit'");
  }

  @Test
  void whatIsFarFromAllHasNoHint() {
    assertThat(NearMiss.hint("banana", KNOWN)).isEmpty();
    assertThat(NearMiss.hint("", List.of("abc"))).isEmpty();
  }
}
