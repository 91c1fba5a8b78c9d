package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import dev.retort.text.SacreWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The values of sacrebleu 2.6.0: BLEU.
class SacreBleuNeedsSharedTest {
  private static final double TOLERANCE = 1e-12;
  private static final Map<String, Smoothing> SMOOTHINGS = Map.of("exp", new Smoothing.Exponential(), "floor",
      new Smoothing.Floor(0.1), "add-k", new Smoothing.AddK(1), "none", new Smoothing.None());

  @Test
  void everySentenceScoreIsThatOfSacreBleu() throws IOException {
    int compared = 0;
    for (Golden.Pair pair : Golden.all()) {
      for (SacreWords words : SacreWords.values()) {
        JsonNode wanted = pair.values().get("sacrebleu").get(words.toString());
        BleuCounts counts = sameCounts(pair, words, wanted);
        for (Map.Entry<String, Smoothing> smoothing : SMOOTHINGS.entrySet()) {
          for (boolean effective : new boolean[]{true, false}) {
            near(pair + " " + words + " " + smoothing,
                new SacreBleu(words, smoothing.getValue(), effective, false).score(counts).score(),
                wanted.get(effective ? "eff" : "full").get(smoothing.getKey()).asDouble());
            compared++;
          }
        }
      }
      SacreBleu lower = new SacreBleu(SacreWords.THIRTEEN_A, new Smoothing.Exponential(), true, true);
      near(pair + " lower", lower.compare(lower.prepare(pair.reference()), lower.prepare(pair.hypothesis())),
          pair.values().get("sacrebleu").get("13a_lc_exp_eff").asDouble());
    }
    assertThat(compared).isEqualTo((720 + 79) * 4 * 4 * 2);
  }

  private static BleuCounts sameCounts(Golden.Pair pair, SacreWords words, JsonNode wanted) {
    SacreBleu bleu = new SacreBleu(words, new Smoothing.None(), false, false);
    BleuCounts counts = bleu.score(List.of(pair.reference()), pair.hypothesis()).counts();
    assertThat(counts.matches()).as("%s %s", pair, words).containsExactly(longs(wanted.get("counts")));
    assertThat(counts.totals()).as("%s %s", pair, words).containsExactly(longs(wanted.get("totals")));
    assertThat(counts.hypothesis()).isEqualTo(wanted.get("sys_len").asLong());
    assertThat(counts.reference()).isEqualTo(wanted.get("ref_len").asLong());
    near(pair + " bp", counts.brevityPenalty(), wanted.get("bp").asDouble());
    return counts;
  }

  private static long[] longs(JsonNode array) {
    List<Long> values = new ArrayList<>();
    array.forEach(one -> values.add(one.asLong()));
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private static void near(String what, double found, double wanted) {
    assertThat(found).as(what).isCloseTo(wanted, Golden.within(TOLERANCE, wanted));
  }

  @Test
  void everyTokenIsThatOfSacreBleu() throws IOException {
    int compared = 0;
    for (Golden.Pair pair : Golden.tricky()) {
      JsonNode all = pair.values().get("sacrebleu_tokenized");
      for (SacreWords words : SacreWords.values()) {
        if (!all.isNull()) {
          JsonNode wanted = all.get(words.toString());
          for (int side = 0; side < 2; side++) {
            String text = side == 0 ? pair.reference() : pair.hypothesis();
            assertThat(words.words(text)).as("%s %s", pair, words).isEqualTo(split(wanted.get(side).asString()));
            compared++;
          }
        }
      }
    }
    assertThat(compared).as("those of texts that are not very long are kept").isEqualTo(76 * 4 * 2);
  }

  /// Python's `split()`.
  private static List<String> split(String text) {
    List<String> words = new ArrayList<>(
        List.of(
            text.split("[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+")));
    words.removeIf(String::isEmpty);
    return words;
  }

  @Test
  void everyCorpusScoreIsThatOfSacreBleu() throws IOException {
    int compared = 0;
    for (Corpus corpus : corpora()) {
      for (Map.Entry<String, JsonNode> one : corpus.values.get("bleu").properties()) {
        String[] key = one.getKey().split("/");
        SacreBleu bleu = new SacreBleu(words(key[0]), Objects.requireNonNull(SMOOTHINGS.get(key[1])), false, false);
        BleuScore score = bleu.score(corpus.references, corpus.hypotheses);
        JsonNode wanted = one.getValue();
        near(one.getKey(), score.score(), wanted.get("score").asDouble());
        near(one.getKey(), score.counts().brevityPenalty(), wanted.get("bp").asDouble());
        for (int i = 0; i < 4; i++) {
          near(one.getKey(), score.precisions()[i], wanted.get("precisions").get(i).asDouble());
        }
        long added = key[1].equals("add-k") ? 3 : 0;
        assertThat(sum(score.counts().matches()) + added).isEqualTo(sum(longs(wanted.get("counts"))));
        assertThat(sum(score.counts().totals()) + added).isEqualTo(sum(longs(wanted.get("totals"))));
        assertThat(score.counts().hypothesis()).isEqualTo(wanted.get("sys_len").asLong());
        assertThat(score.counts().reference()).isEqualTo(wanted.get("ref_len").asLong());
        compared++;
      }
      compared += chrf(corpus);
    }
    assertThat(compared).isEqualTo(8 * (16 + 5));
  }

  private static int chrf(Corpus corpus) {
    for (Map.Entry<String, JsonNode> one : corpus.values.get("chrf").properties()) {
      near(one.getKey(),
          Objects.requireNonNull(ChrfNeedsSharedTest.NAMED.get(one.getKey())).score(corpus.references,
              corpus.hypotheses),
          one.getValue().asDouble());
    }
    return corpus.values.get("chrf").size();
  }

  private static long sum(long[] values) {
    return Arrays.stream(values).sum();
  }

  private static SacreWords words(String name) {
    return List.of(SacreWords.values()).stream().filter(one -> one.toString().equals(name)).findFirst().orElseThrow();
  }

  private record Corpus(JsonNode values, List<List<String>> references, List<String> hypotheses) {}

  private static List<Corpus> corpora() throws IOException {
    Map<String, List<String>> chosen = new LinkedHashMap<>();
    List<Corpus> corpora = new ArrayList<>();
    for (JsonNode row : Json.read(Golden.text("corpus_scores.json"))) {
      List<List<String>> references = new ArrayList<>();
      List<String> hypotheses = new ArrayList<>();
      if (row.has("hyp_model")) {
        hypotheses.addAll(chosen(row.get("hyp_model").asString(), chosen));
        for (int i = 0; i < hypotheses.size(); i++) {
          List<String> of = new ArrayList<>();
          for (JsonNode model : row.get("ref_models")) {
            of.add(chosen(model.asString(), chosen).get(i));
          }
          references.add(of);
        }
      } else {
        for (Golden.Pair pair : Golden.tricky()) {
          references.add(List.of(pair.reference()));
          hypotheses.add(pair.hypothesis());
        }
      }
      corpora.add(new Corpus(row, references, hypotheses));
    }
    return corpora;
  }

  private static List<String> chosen(String model, Map<String, List<String>> known) throws IOException {
    if (!known.containsKey(model)) {
      List<String> all = Golden.outputs(model);
      List<String> chosen = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        chosen.add(all.get(1 + 4 * i));
      }
      known.put(model, chosen);
    }
    return known.get(model);
  }
}
