package dev.retort.teacher.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.teacher.simulated.Persona.Thinking;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class PersonaTest {
  private static final int TASKS = 500;
  private final Fleet fleet = Asks.fleet(11);

  @ParameterizedTest
  @EnumSource
  void skillIsTheStatedShareOfRightAnswers(Family family) {
    Map<String, Double> shares = new HashMap<>();
    for (Persona persona : Persona.ALL) {
      int right = 0;
      for (int seed = 0; seed < TASKS; seed++) {
        Task task = Tasks.generate(family, seed);
        // The sampling seed keeps two equal tasks apart.
        right += task.accepts(Asks.text(fleet, Asks.chat(persona.name(), task.prompt()).put("seed", seed))) ? 1 : 0;
      }
      shares.put(persona.name(), (double) right / TASKS);
      double stated = persona.skill(family);
      double bound = 4 * Math.sqrt(stated * (1 - stated) / TASKS);
      assertThat(shares.get(persona.name())).as("%s in %s", persona.name(), family)
          .isCloseTo(stated, within(bound));
    }
    assertThat(shares.get("sim-careless")).isLessThan(shares.getOrDefault("sim-thinker", 0.0) - 0.2);
  }

  @Test
  void noTwoCharactersHaveTheSameSkills() {
    assertThat(Persona.ALL.stream().map(Persona::skill).distinct()).hasSameSizeAs(Persona.ALL);
    assertThat(Persona.ALL).hasSizeGreaterThanOrEqualTo(5);
  }

  private List<String> plain(Persona persona) {
    return IntStream.range(0, 400).mapToObj(i -> Asks.text(fleet, Asks.chat(persona.name(),
        "What should I know about " + Words.TOPICS.get(i % Words.TOPICS.size()) + "?").put("seed", i))).toList();
  }

  private static double share(List<String> texts, Predicate<String> is) {
    return (double) texts.stream().filter(is).count() / texts.size();
  }

  @Test
  void refusalsAndMarkdownComeAsOftenAsStated() {
    for (Persona persona : Persona.ALL) {
      List<String> texts = plain(persona);
      double refused = share(texts, Phrases.REFUSALS::contains);
      assertThat(refused).as(persona.name()).isCloseTo(persona.refusal(), within(0.08));
      assertThat(persona.refusal() > 0 || refused == 0).isTrue();
      double markdown = share(texts, text -> text.startsWith("## ")) / (1 - refused);
      assertThat(markdown).as(persona.name()).isCloseTo(persona.style().markdown(), within(0.1));
    }
  }

  @Test
  void lengthsOfPlainAnswersAreOrderedAsStated() {
    Map<String, Double> words = new HashMap<>();
    for (Persona persona : Persona.ALL) {
      words.put(persona.name(), plain(persona).stream().filter(text -> !Phrases.REFUSALS.contains(text))
          .mapToInt(Form::words).average().orElseThrow());
      assertThat(words.get(persona.name())).as(persona.name()).isCloseTo(persona.style().words(), within(35.0));
    }
    assertThat(words.get("sim-brief")).isLessThan(words.get("sim-careless"));
    assertThat(words.get("sim-careless")).isLessThan(words.get("sim-scholar"));
    assertThat(words.get("sim-scholar")).isLessThan(words.get("sim-chatty"));
  }

  @Test
  void plainAnswersSpeakOfThePromptInSeveralParagraphs() {
    String text = Asks.text(fleet, Asks.chat("sim-scholar", "Tell me about underwater volcanoes near Iceland."));
    assertThat(text).contains("underwater volcanoes").contains("\n\n");
    assertThat(Asks.text(fleet, Asks.chat("sim-chatty", "Tell me about underwater volcanoes near Iceland.")))
        .isNotEqualTo(text);
  }

  @Test
  void followUpsReferBack() {
    Task task = Tasks.generate(Family.WORD_PROBLEM, 3);
    int right = 0;
    for (int seed = 0; seed < 100; seed++) {
      String text = Asks.text(fleet,
          Asks.chat("sim-thinker", task.prompt(), "I think it is 7.", "Are you sure?").put("seed", seed));
      right += task.accepts(text) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(90);
    String more = Asks.text(fleet,
        Asks.chat("sim-scholar", "What are the dangers of beekeeping?", "Stings.", "Could you go deeper?"));
    assertThat(more).contains("beekeeping");
  }

  @Test
  void anEarlierTurnChangesTheAnswer() {
    String alone = Asks.text(fleet, Asks.chat("sim-scholar", "Why do cats purr?"));
    String later = Asks.text(fleet, Asks.chat("sim-scholar", "Hello there", "Hello!", "Why do cats purr?"));
    assertThat(later).isNotEqualTo(alone);
  }

  @Test
  void onlyThinkersThink() {
    for (Persona persona : Persona.ALL) {
      JsonNode message = Asks.answer(fleet, Asks.chat(persona.name(), "Why do cats purr?")).path("choices").path(0)
          .path("message");
      Thinking thinking = persona.style().thinking();
      assertThat(message.has("reasoning_content")).isEqualTo(thinking == Thinking.FIELD);
      assertThat(message.path("content").stringValue().startsWith("<think>\n")).isEqualTo(thinking == Thinking.INLINE);
    }
  }
}
