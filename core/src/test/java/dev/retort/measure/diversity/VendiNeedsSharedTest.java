package dev.retort.measure.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.retort.SharedData;
import dev.retort.measure.diversity.Golden.Corpus;
import dev.retort.row.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The Vendi score against the values of the Vendi-Score package.
class VendiNeedsSharedTest {

  static List<Corpus> corpora() throws Exception {
    return Golden.corpora();
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void ngramKernelsGiveThePackagesScores(Corpus corpus) {
    JsonNode golden = corpus.values().get("vendi_ngram");
    for (String splitter : List.of("split", "treebank", "sklearn")) {
      Grams words = Grams.words(corpus.first(100), Objects.requireNonNull(Golden.SPLITTERS.get(splitter)));
      if (golden.has(splitter)) {
        assertThat(golden.get(splitter).stringValue()).contains("empty vocabulary");
        assertThat(words.ofOrder(3).total()).isZero();
        continue;
      }
      for (String orders : List.of("1234", "1", "2", "12")) {
        int[] lengths = orders.chars().map(digit -> digit - '0').toArray();
        double[] spectrum = NgramKernel.of(words, lengths).matrix().spectrum();
        near(Vendi.score(spectrum, 1), golden.get(splitter + "_" + orders), 1);
        if (orders.equals("1234")) {
          golden.get(splitter + "_1234_by_q")
              .forEachEntry((q, value) -> near(Vendi.score(spectrum, Golden.q(q)), value, Golden.q(q)));
        }
      }
    }
  }

  @Test
  void matricesGiveThePackagesScores() throws Exception {
    JsonNode matrices = Golden.matrices().get("matrices");
    assertThat(matrices).hasSize(7);
    for (JsonNode one : matrices) {
      double[][] rows = new double[one.get("K").size()][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = Golden.doubles(one.get("K").get(i));
      }
      KernelMatrix kernel = one.has("normalize") ? KernelMatrix.of(rows).normalised() : KernelMatrix.of(rows);
      one.get("vendi").forEachEntry((q, value) -> near(Vendi.of(kernel, Golden.q(q)), value, Golden.q(q)));
      if (one.has("p")) {
        double[] p = Golden.doubles(one.get("p"));
        one.get("vendi_weighted")
            .forEachEntry((q, value) -> near(Vendi.weighted(kernel, p, Golden.q(q)), value, Golden.q(q)));
        assertThat(kernel.internalDiversity()).isCloseTo(one.get("intdiv").doubleValue(), within(1e-12));
      }
    }
  }

  @Test
  void vectorsGiveThePackagesScoresInBothForms() throws Exception {
    JsonNode sets = Golden.matrices().get("vectors");
    assertThat(sets).hasSize(3);
    for (JsonNode one : sets) {
      double[][] vectors = vectors(one.get("rows").get(0).intValue(), one.get("rows").get(1).intValue());
      KernelMatrix kernel = KernelMatrix.cosine(vectors);
      one.get("vendi_cosine").forEachEntry((q, value) -> near(Vendi.of(kernel, Golden.q(q)), value, Golden.q(q)));
      one.get("score_dual").forEachEntry((q, value) -> near(Vendi.dual(vectors, Golden.q(q)), value, Golden.q(q)));
      near(Vendi.cosine(vectors, 1), one.get("score_X_q1"), 1);
      assertThat(kernel.internalDiversity()).isCloseTo(one.get("intdiv_cosine").doubleValue(), within(1e-12));
      assertThat(kernel.meanOfPairs()).isCloseTo(one.get("mean_pairwise_cosine").doubleValue(), within(1e-12));
    }
  }

  @Test
  void realAnswersAreEstimatedToWithinTheStatedError() {
    List<String> texts = Stream.of("claude-2", "gpt-3.5-turbo-1106")
        .flatMap(model -> Golden.answers(model, 500).stream())
        .toList();
    NgramKernel kernel = NgramKernel.of(texts, Objects.requireNonNull(Golden.SPLITTERS.get("split")), 1, 2, 3, 4)
        .normalised();
    double[] spectrum = kernel.matrix().spectrum();
    for (double q : new double[]{0.5, 1}) {
      double exact = Vendi.score(spectrum, q).number().orElseThrow();
      VendiEstimate.Estimate estimate = VendiEstimate.of(kernel, VendiEstimate.Plan.USUAL).score(q);
      double width = estimate.high() - estimate.low();
      assertThat(width / exact).isLessThan(0.01);
      assertThat(exact).isBetween(estimate.low() - width, estimate.high() + width);
    }
  }

  private static void near(Score ours, JsonNode golden, double q) {
    Percentage tolerance = withinPercentage(q < 1 ? 1e-3 : 1e-7);
    assertThat(ours.number().orElseThrow()).isCloseTo(golden.doubleValue(), tolerance);
  }

  /// Rows of the tensor of signed bytes in the file of embeddings.
  static double[][] vectors(int from, int to) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(
        SharedData.dir().resolve("data/models/model2vec_bge_base_128/model.safetensors")))
        .order(ByteOrder.LITTLE_ENDIAN);
    int head = (int) file.getLong(0);
    JsonNode tensor = Json.read(new String(file.array(), 8, head, StandardCharsets.UTF_8)).get("embeddings");
    assertThat(tensor.get("dtype").stringValue()).isEqualTo("I8");
    int start = 8 + head + tensor.get("data_offsets").get(0).intValue();
    int size = tensor.get("shape").get(1).intValue();
    double[][] vectors = new double[to - from][size];
    for (int i = from; i < to; i++) {
      for (int j = 0; j < size; j++) {
        vectors[i - from][j] = file.get(start + i * size + j);
      }
    }
    return vectors;
  }
}
