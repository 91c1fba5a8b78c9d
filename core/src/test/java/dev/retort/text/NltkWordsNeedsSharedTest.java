package dev.retort.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Sentences and words, compared with those of NLTK 3.8.
class NltkWordsNeedsSharedTest {
  private final NltkGolden golden = new NltkGolden();

  @Test
  void sentencesAndWordsOfAllTextsAreNltks() {
    PunktSentences sentences = PunktSentences.english();
    NltkWords words = NltkWords.english();
    int compared = 0;
    for (JsonNode row : golden.lines("nltk_punkt_tokens.jsonl.gz")) {
      String text = golden.text(row);
      assertThat(sentences.sentences(text)).as("%s", row.get("id"))
          .isEqualTo(NltkGolden.strings(row.required("sentences")));
      assertThat(words.words(text)).as("%s", row.get("id")).isEqualTo(NltkGolden.strings(row.required("words")));
      compared++;
    }
    assertThat(compared).isEqualTo(193);
  }

  @Test
  void everyAnswerHasAsManyWordsAsNltkFinds() {
    NltkWords words = NltkWords.english();
    int compared = 0;
    for (JsonNode row : golden.lines("alpaca_pairs_punkt.jsonl.gz")) {
      int index = row.required("index").intValue();
      for (int side = 0; side < 2; side++) {
        String model = row.required(side == 0 ? "ref_model" : "hyp_model").stringValue();
        assertThat(words.words(golden.answer(model, index))).as("%s:%d", model, index)
            .hasSize(row.required("n_tokens").required(side).intValue());
        compared++;
      }
    }
    assertThat(compared).isEqualTo(1440);
  }

  @Test
  void treebankWordsOfTheTrickyTextsAreNltks() {
    TreebankWords words = new TreebankWords();
    int compared = 0;
    for (JsonNode row : golden.lines("tricky_pairs.jsonl.gz")) {
      JsonNode wanted = row.required("nltk_treebank_tokens");
      List<String> sides = List.of("ref", "hyp");
      for (int side = 0; side < 2 && !wanted.isNull(); side++) {
        JsonNode tokens = wanted.required(side);
        if (!tokens.isNull()) {
          assertThat(words.words(row.required(sides.get(side)).stringValue())).as("%s", row.get("id"))
              .isEqualTo(NltkGolden.strings(tokens));
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(WITH_TOKENS);
  }

  private static final int WITH_TOKENS = 152;
}
