package dev.retort.measure.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.measure.statistics.Resamples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Students that are bigram models, trained on the texts of teachers whose rates of marks are known.
class HeritabilityTest {
  private static final int PROMPTS = 80;
  private static final int SEEDS = 40;

  /// How often a teacher's line is an item of a list, a heading, or has a word in bold.
  private record Teacher(double item, double heading, double bold) {
    String text(Random random) {
      StringBuilder text = new StringBuilder();
      for (int line = 3 + random.nextInt(5); line > 0; line--) {
        text.append(random.nextDouble() < item ? "\n- " : random.nextDouble() < heading ? "\n\n## " : "\n\n");
        for (int word = 4 + random.nextInt(5); word > 0; word--) {
          text.append(random.nextDouble() < bold
              ? "**must** "
              : List.of("we ", "see ", "it ", "so ").get(
                  random.nextInt(4)));
        }
      }
      return text.toString();
    }
  }

  private static final Teacher LISTS = new Teacher(0.7, 0.1, 0.15);
  private static final Teacher PROSE = new Teacher(0.1, 0.3, 0.03);

  private static List<String> texts(Teacher teacher, Random random) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < PROMPTS; i++) {
      texts.add(teacher.text(random));
    }
    return texts;
  }

  /// Draws as many texts from the bigrams of the teacher's; blanks and line ends belong to the words after them.
  private static List<String> student(List<String> teacher, Random random) {
    Map<String, List<String>> after = new HashMap<>();
    for (String text : teacher) {
      String last = "";
      for (String token : tokens(text)) {
        after.computeIfAbsent(last, key -> new ArrayList<>()).add(token);
        last = token;
      }
      after.computeIfAbsent(last, key -> new ArrayList<>()).add("");
    }
    List<String> drawn = new ArrayList<>();
    while (drawn.size() < teacher.size()) {
      StringBuilder text = new StringBuilder();
      String last = "";
      do {
        List<String> next = after.getOrDefault(last, List.of(""));
        last = next.get(random.nextInt(next.size()));
        text.append(last);
      } while (!last.isEmpty());
      drawn.add(text.toString());
    }
    return drawn;
  }

  private static List<String> tokens(String text) {
    return List.of(text.split("(?<= )"));
  }

  private static StyleProfile profile(List<String> texts) {
    return StyleProfile.of(texts, StyleOptions.english());
  }

  private static Heritability heritability(int seed, Teacher ownTeacher, Teacher otherTeacher) {
    Random random = new Random(seed);
    List<String> own = texts(ownTeacher, random);
    List<String> other = texts(otherTeacher, random);
    return Heritability.of(profile(student(own, random)), profile(own), profile(other),
        Resamples.of(PROMPTS, 200, seed), seed);
  }

  @Test
  void aStudentIsNearerToItsOwnTeacher() {
    int nearer = 0;
    int beyondChance = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Heritability found = seed % 2 == 0 ? heritability(seed, LISTS, PROSE) : heritability(seed, PROSE, LISTS);
      double own = found.own().ratios().mean().orElseThrow();
      double other = found.other().ratios().mean().orElseThrow();
      nearer += Math.abs(Math.log(own)) < Math.abs(Math.log(other)) ? 1 : 0;
      beyondChance += found.control().difference() > 0 && found.control().p() < 0.05 ? 1 : 0;
    }
    assertThat(nearer).isGreaterThanOrEqualTo(SEEDS * 95 / 100);
    assertThat(beyondChance).isGreaterThanOrEqualTo(SEEDS * 95 / 100);
  }

  @Test
  void withTeachersSwappedAtRandomNeitherIsNearer() {
    for (int seed = 0; seed < 10; seed++) {
      Heritability found = heritability(seed, LISTS, PROSE);
      assertThat(found.control().permuted().value()).as("mean of the control").isBetween(-0.05, 0.05);
      assertThat(found.control().permuted().low()).isNegative();
      assertThat(found.control().permuted().high()).isPositive().isLessThan(found.control().difference());
    }
  }

  @Test
  void betweenTwoTeachersOfOneStyleNothingIsFound() {
    int found = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<String> unrelated = student(texts(LISTS, random), random);
      Heritability control = Heritability.of(profile(unrelated), profile(texts(LISTS, random)),
          profile(texts(LISTS, random)), Resamples.of(PROMPTS, 200, seed), seed);
      found += control.control().p() < 0.05 ? 1 : 0;
    }
    assertThat(found).as("of 40 at a level of 5 %").isLessThanOrEqualTo(6);
  }

  @Test
  void answersToOtherPromptsAreRefused() {
    StyleProfile two = profile(List.of("a", "b"));
    assertThatThrownBy(() -> Heritability.of(two, two, profile(List.of("a")), Resamples.of(2, 10, 1), 1))
        .hasMessageContaining("same prompts");
  }
}
