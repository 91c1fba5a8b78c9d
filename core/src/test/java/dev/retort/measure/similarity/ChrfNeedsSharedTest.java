package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The values of sacrebleu 2.6.0: chrF.
class ChrfNeedsSharedTest {
  private static final double TOLERANCE = 1e-12;
  static final Map<String, Chrf> NAMED = Map.of("chrf", Chrf.chrf(), "chrf++", Chrf.plusPlus(), "chrf_eps",
      new Chrf(6, 0, 2, new Chrf.Options(false, false, true)), "chrf++_lc",
      new Chrf(6, 2, 2, new Chrf.Options(true, false, false)), "chrf_ws",
      new Chrf(6, 0, 2, new Chrf.Options(false, true, false)));

  @Test
  void everyScoreIsThatOfSacreBleu() throws IOException {
    int compared = 0;
    for (Golden.Pair pair : Golden.all()) {
      for (Map.Entry<String, Chrf> one : NAMED.entrySet()) {
        Chrf chrf = one.getValue();
        double wanted = pair.values().get("chrf").get(one.getKey()).asDouble();
        assertThat(chrf.compare(chrf.prepare(pair.reference()), chrf.prepare(pair.hypothesis())))
            .as("%s %s", pair, one.getKey()).isCloseTo(wanted, Golden.within(TOLERANCE, wanted));
        compared++;
      }
    }
    assertThat(compared).isEqualTo((720 + 79) * 5);
  }
}
