package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import dev.retort.text.NltkWords;
import dev.retort.text.PunktSentences;
import dev.retort.text.PythonWords;
import dev.retort.text.TreebankWords;
import dev.retort.text.WordSplitter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The BLEU values of NLTK 3.8, and ROUGE-Lsum over NLTK's sentences.
class NltkBleuNeedsSharedTest {
  private static final double TOLERANCE = 1e-12;
  private static final Map<String, WordSplitter> SPLITTERS = Map.of("split", new PythonWords(), "treebank",
      new TreebankWords());

  @Test
  void everySmoothingOfEveryPairIsThatOfNltk() throws IOException {
    int compared = 0;
    int undefined = 0;
    for (Golden.Pair pair : Golden.all()) {
      for (Map.Entry<String, WordSplitter> splitter : SPLITTERS.entrySet()) {
        JsonNode wanted = pair.values().required("nltk_bleu").required(splitter.getKey());
        List<String> reference = splitter.getValue().words(pair.reference());
        List<String> hypothesis = splitter.getValue().words(pair.hypothesis());
        for (ChenCherry smoothing : ChenCherry.values()) {
          NltkBleu bleu = NltkBleu.of(splitter.getValue(), smoothing);
          JsonNode value = wanted.required(smoothing.label());
          undefined += value.isString() ? 1 : 0;
          same(pair, smoothing.label(), bleu.sentence(List.of(reference), hypothesis), value);
          compared++;
        }
        NltkBleu unigrams = new NltkBleu(splitter.getValue(), ChenCherry.METHOD_0, 1);
        same(pair, "bleu1", unigrams.sentence(List.of(reference), hypothesis), wanted.required("bleu1_method0"));
        NltkBleu bigrams = new NltkBleu(splitter.getValue(), ChenCherry.METHOD_0, 0.5, 0.5);
        same(pair, "bleu2", bigrams.sentence(List.of(reference), hypothesis), wanted.required("bleu2_method0"));
      }
    }
    assertThat(compared).isEqualTo((720 + 79) * 2 * 8);
    assertThat(undefined).isEqualTo(59 + 236);
  }

  @Test
  void corpusScoresAreThoseOfNltk() throws IOException {
    int compared = 0;
    for (JsonNode corpus : Json.read(Golden.text("corpus_scores.json"))) {
      List<List<String>> texts = corpusTexts(corpus);
      for (Map.Entry<String, WordSplitter> splitter : SPLITTERS.entrySet()) {
        List<List<List<String>>> words = texts.stream()
            .map(side -> side.stream().map(splitter.getValue()::words).toList()).toList();
        JsonNode wanted = corpus.get("nltk_corpus_bleu_" + splitter.getKey());
        for (int method = 0; wanted != null && method < 4; method++) {
          ChenCherry smoothing = ChenCherry.values()[method];
          double value = wanted.required(smoothing.label()).doubleValue();
          assertThat(corpus(NltkBleu.of(splitter.getValue(), smoothing), words))
              .isCloseTo(value, Golden.within(TOLERANCE, value));
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(8 * 2 * 4);
  }

  /// Of each reference model and then of the hypothesis model the answers to the 120 prompts; or the tricky pairs.
  private static List<List<String>> corpusTexts(JsonNode corpus) throws IOException {
    if (corpus.get("hyp_model") == null) {
      return List.of(Golden.tricky().stream().map(Golden.Pair::reference).toList(),
          Golden.tricky().stream().map(Golden.Pair::hypothesis).toList());
    }
    List<String> models = new ArrayList<>();
    corpus.required("ref_models").forEach(model -> models.add(model.stringValue()));
    models.add(corpus.required("hyp_model").stringValue());
    List<List<String>> texts = new ArrayList<>();
    for (String model : models) {
      List<String> outputs = Golden.outputs(model);
      texts.add(IntStream.range(0, 120).mapToObj(i -> outputs.get(1 + 4 * i)).toList());
    }
    return texts;
  }

  /// The last list of texts holds the hypotheses, those before it references.
  private static double corpus(NltkBleu bleu, List<List<List<String>>> texts) {
    List<List<String>> hypotheses = texts.getLast();
    List<List<List<String>>> references = IntStream.range(0, hypotheses.size())
        .mapToObj(i -> texts.subList(0, texts.size() - 1).stream().map(side -> side.get(i)).toList()).toList();
    return bleu.corpus(references, hypotheses).orElseThrow();
  }

  @Test
  void bleuAndRougeLsumOverPunktSentencesAreThoseOfThePythonTools() throws IOException {
    NltkBleu bleu = NltkBleu.of(NltkWords.english(), ChenCherry.METHOD_1);
    PunktSentences sentences = PunktSentences.english();
    List<Golden.Pair> pairs = Golden.answers();
    List<JsonNode> rows = Golden.text("alpaca_pairs_punkt.jsonl.gz").lines().map(Json::read).toList();
    assertThat(rows).hasSize(720).hasSameSizeAs(pairs);
    for (int i = 0; i < rows.size(); i++) {
      Golden.Pair pair = pairs.get(i);
      JsonNode row = rows.get(i);
      assertThat(pair.values().get("index")).isEqualTo(row.get("index"));
      assertThat(pair.values().get("hyp_model")).isEqualTo(row.get("hyp_model"));
      same(pair, "bleu", score(bleu, pair), row.required("bleu_method1"));
      for (boolean stemmed : new boolean[]{false, true}) {
        RougeScore score = Rouge.rougeLsum(stemmed, sentences::sentences).score(pair.reference(), pair.hypothesis());
        JsonNode wanted = row.required("rougeLsum_split" + (stemmed ? "_stem" : ""));
        same(pair, "precision", OptionalDouble.of(score.precision()), wanted.required(0));
        same(pair, "recall", OptionalDouble.of(score.recall()), wanted.required(1));
        same(pair, "f1", OptionalDouble.of(score.f1()), wanted.required(2));
      }
    }
  }

  private static OptionalDouble score(NltkBleu bleu, Golden.Pair pair) {
    return bleu.sentence(List.of(bleu.prepare(pair.reference())), bleu.prepare(pair.hypothesis()));
  }

  private static void same(Golden.Pair pair, String what, OptionalDouble found, JsonNode wanted) {
    if (wanted.isString()) {
      assertThat(found).as("%s %s: %s", pair, what, wanted).isEmpty();
    } else {
      assertThat(found).as("%s %s", pair, what).isPresent();
      assertThat(found.orElseThrow()).as("%s %s", pair, what)
          .isCloseTo(wanted.doubleValue(), Golden.within(TOLERANCE, wanted.doubleValue()));
    }
  }
}
