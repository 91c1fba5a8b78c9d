package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.text.PythonWords;
import dev.retort.text.TreebankWords;
import dev.retort.text.WordSplitter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The METEOR values of NLTK 3.8 without WordNet.
class MeteorNeedsSharedTest {
  static final double TOLERANCE = 1e-12;
  static final Map<String, WordSplitter> SPLITTERS = Map.of("split", new PythonWords(), "treebank",
      new TreebankWords());

  @Test
  void everyScoreWithoutSynonymsIsThatOfNltk() throws IOException {
    assertThat(compared(Golden.all(), "exact_stem", Synonyms.NONE)).isEqualTo((720 + 79) * 2);
  }

  static int compared(List<Golden.Pair> pairs, String suffix, Synonyms synonyms) {
    int compared = 0;
    for (Golden.Pair pair : pairs) {
      for (Map.Entry<String, WordSplitter> splitter : SPLITTERS.entrySet()) {
        Meteor meteor = Meteor.withSynonyms(splitter.getValue(), synonyms);
        double wanted = pair.values().required("meteor").required(splitter.getKey() + "_" + suffix).doubleValue();
        assertThat(meteor.compare(meteor.prepare(pair.reference()), meteor.prepare(pair.hypothesis())))
            .as("%s %s", pair, splitter.getKey()).isCloseTo(wanted, Golden.within(TOLERANCE, wanted));
        compared++;
      }
    }
    return compared;
  }
}
