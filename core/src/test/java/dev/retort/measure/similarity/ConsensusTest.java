package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.measure.similarity.Consensus.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsensusTest {

  @Test
  void theAuthorMostLikeTheOthersComesFirst() {
    Consensus consensus = new Consensus(3, 2);
    consensus.add(0, 0, 1, 0.5, true);
    consensus.add(0, 0, 2, 0.25, true);
    consensus.add(0, 1, 2, 0.75, true);
    consensus.add(1, 0, 1, 1, true);
    assertThat(consensus.byPrompt(1)).containsExactly(0.625, 1);
    assertThat(consensus.byPrompt(2)).containsExactly(0.5, Double.NaN);
    assertThat(consensus.ranking()).containsExactly(new Place(1, 0.8125, 2), new Place(0, 0.6875, 2),
        new Place(2, 0.5, 1));
  }

  @Test
  void aPromptCountsAsMuchWhetherFewOrManyAnswered() {
    Consensus consensus = new Consensus(4, 2);
    consensus.add(0, 0, 1, 1, true);
    for (int other = 1; other < 4; other++) {
      consensus.add(1, 0, other, 0, true);
    }
    assertThat(consensus.ranking()).contains(new Place(0, 0.5, 2));
  }

  @Test
  void ofADirectionalMeasureTheHypothesisIsPlaced() {
    Consensus consensus = new Consensus(2, 1);
    consensus.add(0, 0, 1, 30, false);
    consensus.add(0, 1, 0, 20, false);
    assertThat(consensus.ranking()).containsExactly(new Place(1, 30, 1), new Place(0, 20, 1));
  }

  @Test
  void equalMeansAreOrderedByNumberAndAuthorsWithoutValuesAreLeftOut() {
    Consensus consensus = new Consensus(4, 1);
    consensus.add(0, 3, 1, 0.5, true);
    assertThat(consensus.ranking()).isEqualTo(List.of(new Place(1, 0.5, 1), new Place(3, 0.5, 1)));
  }
}
