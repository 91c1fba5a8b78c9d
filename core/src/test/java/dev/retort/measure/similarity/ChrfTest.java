package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Against counting with maps.
class ChrfTest {

  private static List<String> characters(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  @Test
  void fastAndReadableCountsAreEqualForEveryLength() {
    Random random = new Random(9);
    String some = "aab\u0000 \t\n.é日\ud83d\ude00\uffff";
    for (int i = 0; i < 1000; i++) {
      String one = drawn(random, some);
      String other = drawn(random, some);
      CharacterGrams grams = CharacterGrams.of(one);
      CharacterGrams others = CharacterGrams.of(other);
      for (int n = 1; n <= 6; n++) {
        Map<List<String>, Integer> counts = ReadableRouge.counts(characters(other), n);
        int wanted = ReadableRouge.counts(characters(one), n).entrySet().stream()
            .mapToInt(gram -> Math.min(gram.getValue(), counts.getOrDefault(gram.getKey(), 0))).sum();
        assertThat(grams.common(others, n)).as("%s, %s, %d", one, other, n).isEqualTo(wanted);
        assertThat(others.common(grams, n)).isEqualTo(wanted);
        assertThat(grams.total(n)).isEqualTo(Math.max(0, characters(one).size() - n + 1));
      }
    }
  }

  private static String drawn(Random random, String some) {
    int[] points = some.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(80); n > 0; n--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  @Test
  void theScoreOfAHandCalculation() {
    double precision = (3 / 4.0 + 2 / 3.0 + 1 / 2.0 + 0) / 4;
    double recall = (3 / 5.0 + 2 / 4.0 + 1 / 3.0 + 0) / 4;
    assertThat(Chrf.chrf().score(List.of("abcde"), "abcx"))
        .isCloseTo(100 * 5 * precision * recall / (4 * precision + recall), within(1e-12));
  }

  @Test
  void onlyOneMarkIsCutOffAWord() {
    assertThat(ChrfWords.words("(hi) \"a. . b?! -")).containsExactly("(hi", ")", "\"a", ".", ".", "b?", "!", "-");
    assertThat(ChrfWords.words("(hi «x»")).containsExactly("(", "hi", "«x»");
  }

  @Test
  void recallCountsMoreThanPrecision() {
    assertThat(Chrf.chrf().score(List.of("abcdef"), "abcdefghijkl"))
        .isGreaterThan(Chrf.chrf().score(List.of("abcdefghijkl"), "abcdef"));
    assertThat(Chrf.chrf().symmetric()).isFalse();
    assertThat(new Chrf(6, 0, 1, Chrf.Options.DEFAULT).symmetric()).isTrue();
  }

  @Test
  void theBestOfSeveralReferencesCounts() {
    assertThat(Chrf.plusPlus().score(List.of("zzz", "some text", "other"), "some text")).isEqualTo(100);
    assertThat(Chrf.plusPlus().score(List.of("zzz"), "some text")).isZero();
  }

  @Test
  void lengthsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Chrf(7, 0, 2, Chrf.Options.DEFAULT))
        .hasMessage("chrF: found runs of 7 characters and 0 words, beta 2.0, wanted 1 to 6, 0 or more, above 0");
    assertThatThrownBy(() -> new Chrf(6, 0, Double.NaN, Chrf.Options.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
