package dev.retort.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WordingTest {

  @Test
  void slipsAreCountedAsByTheDefinition() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 2000; i++) {
      String a = word(random);
      String b = word(random);
      assertThat(Wording.slips(a, b)).as(a + " " + b).isEqualTo(byDefinition(a, b));
    }
    assertThat(Wording.slips("judge", "jugde")).isEqualTo(1);
    assertThat(Wording.slips("ca", "abc")).isEqualTo(3);
  }

  private static String word(SplittableRandom random) {
    StringBuilder word = new StringBuilder();
    for (int length = random.nextInt(6); length > 0; length--) {
      word.append((char) ('a' + random.nextInt(3)));
    }
    return word.toString();
  }

  /// The recursion that defines the distance, looking at last letters.
  private static int byDefinition(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.length() + b.length();
    }
    String shortA = a.substring(0, a.length() - 1);
    String shortB = b.substring(0, b.length() - 1);
    boolean same = a.charAt(a.length() - 1) == b.charAt(b.length() - 1);
    int least = byDefinition(shortA, shortB) + (same ? 0 : 1);
    least = Math.min(least, Math.min(byDefinition(shortA, b), byDefinition(a, shortB)) + 1);
    boolean swapped = a.length() > 1 && b.length() > 1 && a.charAt(a.length() - 1) == b.charAt(b.length() - 2)
        && a.charAt(a.length() - 2) == b.charAt(b.length() - 1);
    return swapped
        ? Math.min(least, byDefinition(shortA.substring(0, a.length() - 2), shortB.substring(0, b.length() - 2)) + 1)
        : least;
  }

  @Test
  void whatIsFarIsNoNearMiss() {
    List<String> known = List.of("read", "respond", "write");
    assertThat(Wording.near("raed", known)).isEqualTo("read");
    assertThat(Wording.near("Respond", known)).isEqualTo("respond");
    assertThat(Wording.near("banana", known)).isEmpty();
    assertThat(Wording.near("x".repeat(100_000), known)).isEmpty();
    assertThat(Wording.instead("banana", known)).isEqualTo("Known: read, respond, write.");
  }

  @Test
  void longTextIsCutByCodePoints() {
    assertThat(Wording.cut("\uD83D\uDE00".repeat(61))).isEqualTo("\uD83D\uDE00".repeat(60) + "...");
    assertThat(Wording.quote("a\nb\u0000")).isEqualTo("'a\\nb\\u{0}'");
  }
}
