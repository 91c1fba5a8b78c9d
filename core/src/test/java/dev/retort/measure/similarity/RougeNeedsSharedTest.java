package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import dev.retort.text.PorterStemmer;
import dev.retort.text.RougeWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The values of rouge_score and the stems of NLTK.
class RougeNeedsSharedTest {
  private static final double TOLERANCE = 1e-12;

  @Test
  void everyScoreIsThatOfRougeScore() throws IOException {
    int compared = 0;
    for (Golden.Pair pair : Golden.all()) {
      for (boolean stemmed : new boolean[]{false, true}) {
        for (Rouge rouge : List.of(Rouge.rouge1(stemmed), Rouge.rouge2(stemmed), Rouge.rougeL(stemmed),
            Rouge.rougeLsum(stemmed))) {
          JsonNode wanted = pair.values().get("rouge").get(rouge.name() + (stemmed ? "_stem" : ""));
          RougeScore score = rouge.score(pair.reference(), pair.hypothesis());
          double[] found = {score.precision(), score.recall(), score.f1()};
          for (int i = 0; i < found.length; i++) {
            double value = wanted.get(i).asDouble();
            assertThat(found[i]).as("%s %s %s", pair, rouge.name(), stemmed)
                .isCloseTo(value, Golden.within(TOLERANCE, value));
            compared++;
          }
        }
      }
    }
    assertThat(compared).isEqualTo((720 + 79) * 8 * 3);
  }

  @Test
  void pairsTurnedRoundOrLeftUnstemmedHaveOtherScores() throws IOException {
    int turned = 0;
    int unstemmed = 0;
    for (Golden.Pair pair : Golden.answers()) {
      double wanted = pair.values().get("rouge").get("rouge1_stem").get(0).asDouble();
      double other = Rouge.rouge1(true).score(pair.hypothesis(), pair.reference()).precision();
      turned += Math.abs(other - wanted) > TOLERANCE ? 1 : 0;
      double plain = Rouge.rouge1(false).score(pair.reference(), pair.hypothesis()).precision();
      unstemmed += Math.abs(plain - wanted) > TOLERANCE ? 1 : 0;
    }
    assertThat(turned).isGreaterThan(600);
    assertThat(unstemmed).isGreaterThan(400);
  }

  @Test
  void everyStemIsThatOfNltk() throws IOException {
    JsonNode stems = Json.read(Golden.text("porter_stems.json.gz")).get("stems");
    List<String> wrong = new ArrayList<>();
    stems.properties().forEach(one -> {
      String stem = PorterStemmer.stem(one.getKey());
      if (!stem.equals(one.getValue().asString())) {
        wrong.add("%s: %s, wanted %s".formatted(one.getKey(), stem, one.getValue().asString()));
      }
    });
    assertThat(stems.size()).isEqualTo(4516);
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyWordIsThatOfRougeScore() throws IOException {
    int compared = 0;
    for (Golden.Pair pair : Golden.tricky()) {
      JsonNode tokens = pair.values().get("rouge_tokens_ref");
      if (!tokens.isNull()) {
        List<String> wanted = new ArrayList<>();
        tokens.forEach(word -> wanted.add(word.asString()));
        assertThat(RougeWords.plain().words(pair.reference())).as(pair.id()).isEqualTo(wanted);
        compared++;
      }
    }
    assertThat(compared).as("those of texts that are not very long are kept").isEqualTo(77);
  }
}
