package dev.retort.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.measure.similarity.Golden;
import dev.retort.row.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Sentences and words, compared with those of NLTK 3.8.
class NltkWordsNeedsSharedTest {
  private final Map<String, List<String>> answers = new HashMap<>();

  @Test
  void sentencesAndWordsOfAllTextsAreNltks() throws IOException {
    PunktSentences sentences = PunktSentences.english();
    NltkWords words = NltkWords.english();
    int compared = 0;
    for (JsonNode row : rows("nltk_punkt_tokens.jsonl.gz")) {
      String id = row.required("id").stringValue();
      String text = text(row);
      assertThat(sentences.sentences(text)).as(id).isEqualTo(strings(row.required("sentences")));
      assertThat(words.words(text)).as(id).isEqualTo(strings(row.required("words")));
      compared++;
    }
    assertThat(compared).isEqualTo(193);
  }

  @Test
  void everyAnswerHasAsManyWordsAsNltkFinds() throws IOException {
    NltkWords words = NltkWords.english();
    int compared = 0;
    for (JsonNode row : rows("alpaca_pairs_punkt.jsonl.gz")) {
      int index = row.required("index").intValue();
      for (int side = 0; side < 2; side++) {
        String model = row.required(side == 0 ? "ref_model" : "hyp_model").stringValue();
        assertThat(words.words(answer(model, index))).as("%s:%d", model, index)
            .hasSize(row.required("n_tokens").required(side).intValue());
        compared++;
      }
    }
    assertThat(compared).isEqualTo(1440);
  }

  @Test
  void treebankWordsOfTheTrickyTextsAreNltks() throws IOException {
    TreebankWords words = new TreebankWords();
    int compared = 0;
    for (Golden.Pair pair : Golden.tricky()) {
      JsonNode wanted = pair.values().required("nltk_treebank_tokens");
      List<String> texts = List.of(pair.reference(), pair.hypothesis());
      for (int side = 0; side < 2 && !wanted.isNull(); side++) {
        if (!wanted.required(side).isNull()) {
          assertThat(words.words(texts.get(side))).as(pair.id()).isEqualTo(strings(wanted.required(side)));
          compared++;
        }
      }
    }
    assertThat(compared).as("those of texts that are not very long are kept").isEqualTo(152);
  }

  private static List<JsonNode> rows(String name) throws IOException {
    return Golden.text(name).lines().map(Json::read).toList();
  }

  private String text(JsonNode row) throws IOException {
    JsonNode inline = row.get("text");
    if (inline != null) {
      return inline.stringValue();
    }
    String id = row.required("id").stringValue();
    int colon = id.lastIndexOf(':');
    return answer(id.substring(0, colon), Integer.parseInt(id.substring(colon + 1)));
  }

  private String answer(String model, int index) throws IOException {
    List<String> known = answers.get(model);
    if (known == null) {
      known = Golden.outputs(model);
      answers.put(model, known);
    }
    return known.get(index);
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(node -> strings.add(node.stringValue()));
    return strings;
  }
}
