package dev.retort.measure.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PhrasesTest {

  @Test
  void refusalsAreFoundWhateverTheApostropheAndTheBlanks() {
    assertThat(Phrases.refusals().find("I\u2019m  sorry, but\nI can\u2019t help with that.")).contains("i can't help");
    assertThat(Phrases.refusals().find("I cannot  ASSIST you.")).contains("i cannot assist");
  }

  @Test
  void anAnswerIsNoRefusal() {
    assertThat(Phrases.refusals().find("Of course! I can help you with that.")).isEmpty();
    assertThat(Phrases.refusals().find("")).isEmpty();
  }

  @Test
  void whatACharacterSaysLateInAStoryIsNoRefusal() {
    assertThat(Phrases.refusals().find("Once upon a time. ".repeat(20) + "\"I can't help you,\" he said.")).isEmpty();
  }

  @Test
  void speakingAsAMachineIsFoundAnywhere() {
    assertThat(Phrases.asAnAi().find("Long. ".repeat(100) + "As an AI language model, I ...")).contains("as an ai");
    assertThat(Phrases.asAnAi().find("He worked as an aide.")).isEmpty();
  }

  @Test
  void anEmptyListIsRefused() {
    assertThatThrownBy(() -> new Phrases("mine", List.of(), 10)).hasMessageContaining("mine");
    assertThatThrownBy(() -> new Phrases("mine", List.of(" "), 10)).hasMessageContaining("empty phrase");
  }
}
