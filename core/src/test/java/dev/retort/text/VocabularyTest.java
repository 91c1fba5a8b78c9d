package dev.retort.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Against maps, over many more entries than the first tables hold.
class VocabularyTest {

  @Test
  void wordsAreNumberedInTheOrderTheyAreSeen() {
    Random random = new Random(5);
    Vocabulary vocabulary = new Vocabulary();
    Map<String, Integer> known = new LinkedHashMap<>();
    for (int i = 0; i < 20_000; i++) {
      String word = "w" + random.nextInt(5000);
      int wanted = known.computeIfAbsent(word, _ -> known.size());
      assertThat(vocabulary.id(word)).isEqualTo(wanted);
    }
    assertThat(vocabulary.size()).isEqualTo(known.size());
    assertThat(vocabulary.ids(List.copyOf(known.keySet()))).isSorted().hasSize(known.size());
  }

  @Test
  void wordsOfOneHashAreTwo() {
    Vocabulary vocabulary = new Vocabulary();
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    assertThat(vocabulary.ids(List.of("Aa", "BB", "Aa"))).containsExactly(0, 1, 0);
  }

  @Test
  void unknownWordsStayUnknown() {
    Vocabulary vocabulary = new Vocabulary();
    vocabulary.id("a");
    assertThat(vocabulary.known(List.of("b", "a", "b"))).containsExactly(-1, 0, -1);
    assertThat(vocabulary.size()).isOne();
  }

  @Test
  void ngramsHaveTheSameNumberExactlyWhenTheirWordsAreTheSame() {
    Random random = new Random(6);
    int[] text = random.ints(3000, 0, 6).toArray();
    int[] grams = text;
    for (int n = 2; n <= 5; n++) {
      PairNumbers pairs = new PairNumbers();
      grams = pairs.longer(grams);
      Map<List<Integer>, Integer> known = new LinkedHashMap<>();
      for (int i = 0; i < grams.length; i++) {
        List<Integer> words = new ArrayList<>();
        for (int j = i; j < i + n; j++) {
          words.add(text[j]);
        }
        assertThat(grams[i]).isEqualTo(known.computeIfAbsent(words, _ -> known.size()));
      }
      assertThat(grams).hasSize(text.length - n + 1);
      assertThat(pairs.size()).isEqualTo(known.size());
    }
  }

  @Test
  void whatIsLeftOutOfShorterOnesIsLeftOutOfLongerOnes() {
    PairNumbers pairs = new PairNumbers();
    assertThat(pairs.longer(new int[]{0, 1, -1, 0, 1})).containsExactly(0, -1, -1, 0);
    assertThat(pairs.knownLonger(new int[]{0, 1, 2})).containsExactly(0, -1);
    assertThat(pairs.size()).isOne();
    assertThat(pairs.longer(new int[0])).isEmpty();
  }
}
