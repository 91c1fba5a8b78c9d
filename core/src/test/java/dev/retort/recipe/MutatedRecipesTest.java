package dev.retort.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Broken recipes give problems, whatever broke them; nothing is ever thrown.
class MutatedRecipesTest {
  private static final List<String> PIECES = List.of("{", "}", "[", "]", ": ", "- ", "\n", "\t", "  ", "\"", "'", "|\n",
      ">", "&a ", "*a", "!x ", "${A}", "~", "null", "true", "-1", "1e9", ".nan", "0x1", "\u0000", "\uD83D", "é", "#",
      "%", "@", "`", "---\n", "...\n", "? ", ",", "steps:", "trial_keep", "as: a", "from: b", "\r", "\u2028");

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aMutatedRecipeIsReadOrGivesProblems(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int broken = 0;
    for (int i = 0; i < 50; i++) {
      String text = RecipeReaderTest.WHOLE;
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        text = mutate(text, random);
      }
      Reading reading = RecipeReaderTest.read(text,
          Map.of("steps." + random.nextInt(8), PIECES.get(i % PIECES.size())));
      assertThat(reading.recipe() == null).as(text).isEqualTo(!reading.problems().isEmpty());
      broken += reading.recipe() == null ? 1 : 0;
    }
    assertThat(broken).as("mutations that broke something").isGreaterThan(10);
  }

  private static String mutate(String text, SplittableRandom random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + random.nextInt(12));
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at) + piece + text.substring(at);
      case 1 -> text.substring(0, at) + text.substring(end);
      case 2 -> text.substring(0, at) + piece + text.substring(end);
      default -> text.substring(0, at) + text.substring(at, end).repeat(3) + text.substring(end);
    };
  }
}
