package dev.retort.measure.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.retort.measure.diversity.Golden.Corpus;
import dev.retort.measure.similarity.ChenCherry;
import dev.retort.measure.similarity.NltkBleu;
import dev.retort.measure.similarity.Rouge;
import dev.retort.text.SacreWords;
import dev.retort.text.WordSplitter;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The classical measures against the values of the packages they come from, on 7 crafted sets and 6 models' answers.
class DiversityNeedsSharedTest {
  private static final WordSplitter SPLIT = Objects.requireNonNull(Golden.SPLITTERS.get("split"));

  static List<Corpus> corpora() throws Exception {
    return Golden.corpora();
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void everyFieldIsLookedAt(Corpus corpus) {
    assertThat(corpus.values().propertyNames()).isSubsetOf("set", "rule", "texts", "n_texts",
        "sha256_16_of_joined_by_newline", "distinct", "joined_split_space", "package_ngram_diversity_score",
        "vendi_package_ngram_diversity_split", "compression", "self_repetition_4", "self_repetition_3",
        "homogenization_rougel", "homogenization_rougel_stem", "homogenization_bleu", "self_bleu",
        "vendi_package_pairwise_bleu_split_first_20", "vendi_ngram");
    assertThat(corpus.texts()).hasSize(corpus.values().get("n_texts").intValue());
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void distinctNgramsAreCountedInsideTexts(Corpus corpus) {
    corpus.values().get("distinct").forEachEntry((splitter, orders) -> {
      List<DistinctN> ours = DistinctN.of(corpus.texts(), Objects.requireNonNull(Golden.SPLITTERS.get(splitter)), 5);
      for (DistinctN one : ours) {
        JsonNode golden = orders.get("" + one.order());
        counts(one, golden);
        same(one.ratio(), golden.get("distinct"), within(1e-15));
      }
    });
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void theJoinedTextsGiveThePackagesScore(Corpus corpus) {
    for (int longest = 1; longest <= 5; longest++) {
      List<DistinctN> joined = DistinctN.joined(corpus.texts(), longest);
      counts(joined.getLast(), corpus.values().get("joined_split_space").get("" + longest));
      double score = DistinctN.sum(joined).number().orElseThrow();
      assertThat(DistinctN.rounded(score))
          .isEqualTo(corpus.values().get("package_ngram_diversity_score").get("" + longest).doubleValue());
    }
    same(DistinctN.mean(DistinctN.of(corpus.texts(), SPLIT, 4)),
        corpus.values().get("vendi_package_ngram_diversity_split"), within(1e-12));
  }

  private static void counts(DistinctN ours, JsonNode golden) {
    assertThat(ours.unique()).isEqualTo(golden.get("unique").intValue());
    assertThat(ours.total()).isEqualTo(golden.get("total").longValue());
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void packedSizesAreThoseOfZlib(Corpus corpus) {
    JsonNode golden = corpus.values().get("compression");
    Compression ours = Compression.of(corpus.texts());
    assertThat(ours.original()).isEqualTo(golden.get("original_bytes").longValue());
    assertThat((double) ours.gzip()).isCloseTo(golden.get("gzip9_bytes").doubleValue(), withinPercentage(1));
    assertThat(ours.ratio().number().orElseThrow()).isCloseTo(golden.get("ratio_gzip9").doubleValue(),
        withinPercentage(1));
    for (int level : new int[]{6, 9}) {
      assertThat((double) Compression.deflated(corpus.texts(), level))
          .isCloseTo(golden.get("deflate" + level + "_bytes").doubleValue(), withinPercentage(1));
    }
    assertThat(Compression.packedTwice(corpus.texts()).number().orElseThrow())
        .isCloseTo(golden.get("package_gzip").doubleValue(), withinPercentage(1));
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void selfRepetitionIsThePackages(Corpus corpus) {
    for (int order : new int[]{3, 4}) {
      same(SelfRepetition.mean(corpus.texts(), SPLIT, order), corpus.values().get("self_repetition_" + order),
          within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void selfBleuIsThatOfEachTextAgainstAllOthers(Corpus corpus) {
    List<String> texts = corpus.first(100);
    corpus.values().get("self_bleu").forEachEntry((name, golden) -> {
      String[] parts = name.split("_");
      WordSplitter splitter = Objects.requireNonNull(Golden.SPLITTERS.get(parts[0]));
      int longest = Integer.parseInt(parts[1]);
      same(SelfBleu.mean(texts, splitter, longest), golden.get("mean"), within(1e-12));
      double[] first = Golden.doubles(golden.get("per_text_first_20"));
      double[] ours = SelfBleu.perText(texts, splitter, longest);
      for (int i = 0; i < first.length; i++) {
        assertThat(ours[i]).isCloseTo(first[i], within(1e-12));
      }
    });
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void homogenizationIsThePackages(Corpus corpus) {
    List<String> texts = corpus.first(60);
    for (boolean stemmed : new boolean[]{false, true}) {
      Score ours = Homogenization.mean(texts, Rouge.rougeL(stemmed));
      assertThat(Homogenization.asPackage(ours.number().orElseThrow()))
          .isEqualTo(corpus.values().get("homogenization_rougel" + (stemmed ? "_stem" : "")).doubleValue());
    }
    JsonNode golden = corpus.values().get("homogenization_bleu");
    Score bleu = Homogenization.bleu(texts, SacreWords.THIRTEEN_A);
    if (golden.isNumber()) {
      assertThat(Homogenization.asPackage(bleu.number().orElseThrow())).isEqualTo(golden.doubleValue());
    } else {
      assertThat(golden.stringValue()).contains("ZeroDivisionError");
      assertThat(bleu).isEqualTo(Score.absent("text 1 has no words"));
    }
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void pairwiseBleuIsTheMeanOverOrderedPairs(Corpus corpus) {
    NltkBleu bleu = NltkBleu.of(SPLIT, ChenCherry.METHOD_1);
    same(Homogenization.mean(corpus.first(20), bleu),
        corpus.values().get("vendi_package_pairwise_bleu_split_first_20"), within(1e-12));
  }

  /// Where the reference has no number, there is none here either.
  private static void same(Score ours, JsonNode golden, Offset<Double> tolerance) {
    if (golden.isNumber()) {
      assertThat(ours.number().orElseThrow()).isCloseTo(golden.doubleValue(), tolerance);
    } else {
      assertThat(ours).isInstanceOf(Score.Absent.class);
    }
  }
}
