package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retort.row.Json;
import dev.retort.text.NltkWords;
import dev.retort.text.WordNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The METEOR values of NLTK 3.8 with WordNet 3.0: not run where neither `RETORT_WORDNET` nor Debian's package gives it.
class MeteorWordNetNeedsSharedTest {

  @Test
  void everyScoreWithSynonymsIsThatOfNltk() throws IOException {
    WordNet wordNet = wordNet();
    assertThat(MeteorNeedsSharedTest.compared(Golden.all(), "wordnet30", wordNet::synonyms)).isEqualTo((720 + 79) * 2);
  }

  @Test
  void everyScoreOverPunktSentencesIsThatOfNltk() throws IOException {
    WordNet wordNet = wordNet();
    Meteor meteor = Meteor.withSynonyms(NltkWords.english(), wordNet::synonyms);
    List<JsonNode> rows = Golden.text("alpaca_pairs_punkt.jsonl.gz").lines().map(Json::read).toList();
    List<Golden.Pair> pairs = Golden.answers();
    assertThat(rows).hasSize(720).hasSameSizeAs(pairs);
    for (int i = 0; i < rows.size(); i++) {
      Golden.Pair pair = pairs.get(i);
      double wanted = rows.get(i).required("meteor_wordnet30").doubleValue();
      assertThat(meteor.compare(meteor.prepare(pair.reference()), meteor.prepare(pair.hypothesis()))).as(pair.id())
          .isCloseTo(wanted, Golden.within(MeteorNeedsSharedTest.TOLERANCE, wanted));
    }
  }

  private static WordNet wordNet() {
    String given = System.getenv("RETORT_WORDNET");
    Path folder = Path.of(given == null ? "/usr/share/wordnet" : given);
    assumeTrue(given != null || Files.isRegularFile(folder.resolve("data.noun")),
        "needs WordNet 3.0: set RETORT_WORDNET to its dictionary folder");
    return WordNet.open(folder);
  }
}
