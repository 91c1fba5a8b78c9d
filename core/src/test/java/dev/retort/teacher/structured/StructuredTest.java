package dev.retort.teacher.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Message;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.structured.Structured.Given;
import dev.retort.teacher.structured.Structured.NotGiven;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StructuredTest {
  private static final AnswerSchema SCHEMA = AnswerSchema
      .parse("{\"type\": \"object\", \"properties\": {\"n\": {\"type\": \"integer\"}}, \"required\": [\"n\"]}");
  private static final Request.Chat CHAT = ScriptedAnswers.chat("How many?");

  private static Structured ladder(int reasks) {
    return new Structured(SCHEMA.text(), SCHEMA, reasks);
  }

  @Test
  void anAnswerThatFitsTakesOneCallThatTellsTheSchema() {
    ScriptedAnswers models = new ScriptedAnswers().then("{\"n\": 3}", "stop");
    assertThat(ladder(2).ask(models, "t", CHAT)).isInstanceOfSatisfying(Given.class, given -> {
      assertThat(given.answer().get("n").intValue()).isEqualTo(3);
      assertThat(given.repair().word()).isEmpty();
      assertThat(given.reply().first().text()).isEqualTo("{\"n\": 3}");
    });
    assertThat(models.asked).containsExactly(new Request.Chat(CHAT.messages(), CHAT.sampling(), SCHEMA.text()));
  }

  @Test
  void fixingComesBeforeAskingAgain() {
    ScriptedAnswers models = new ScriptedAnswers().then("Sure: {'n': 3,}", "stop");
    assertThat(ladder(2).ask(models, "t", CHAT)).isInstanceOfSatisfying(Given.class,
        given -> assertThat(given.repair().word()).isEqualTo("fixed:single_quotes,trailing_comma"));
    assertThat(models.asked).hasSize(1);
  }

  @Test
  void theModelIsToldWhatWasWrongWithItsLastAnswerAndOnlyThat() {
    ScriptedAnswers models = new ScriptedAnswers().then("{\"n\": \"3\"}", "stop").then("none", "stop")
        .then("{\"n\": 3}", "stop");
    assertThat(ladder(2).ask(models, "t", CHAT)).isInstanceOfSatisfying(Given.class, given -> {
      assertThat(given.repair()).isEqualTo(new Repair(false, Map.of(), 2));
      assertThat(given.repair().word()).isEqualTo("re-asked");
    });
    assertThat(models.asked).hasSize(3);
    assertThat(models.asked.get(1).messages()).hasSize(3).startsWith(Message.user("How many?"),
        Message.assistant("{\"n\": \"3\"}"));
    assertThat(models.asked.get(1).messages().getLast().content()).contains("/n: string found, integer expected");
    assertThat(models.asked.get(2).messages()).hasSize(3).contains(Message.assistant("none"));
    assertThat(models.asked.get(2).jsonSchema()).isEqualTo(SCHEMA.text());
    assertThat(models.asked.get(2).messages().getLast().content()).contains("the answer is not JSON");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"0 | {\"n\": null} | SCHEMA", "2 | {\"n\": null} | SCHEMA",
      "1 | nothing | MALFORMED_REPLY", "3 | `` | MALFORMED_REPLY"})
  void itIsAskedAgainAtMostSoOften(int reasks, String answer, Failure failure) {
    ScriptedAnswers models = new ScriptedAnswers();
    for (int i = 0; i <= reasks; i++) {
      models.then(answer, "stop");
    }
    assertThat(ladder(reasks).ask(models, "t", CHAT)).isInstanceOfSatisfying(NotGiven.class, not -> {
      assertThat(not.failure()).isEqualTo(failure);
      assertThat(not.message()).endsWith("It was: " + answer);
    });
    assertThat(models.asked).hasSize(reasks + 1).allSatisfy(chat -> assertThat(chat.messages()).hasSizeLessThan(4));
  }

  @Test
  void aCutAnswerIsNeverAskedForAgain() {
    ScriptedAnswers models = new ScriptedAnswers().then("{\"n\": 3, \"m\": [1, 2", "length");
    assertThat(ladder(2).ask(models, "t", CHAT)).isInstanceOfSatisfying(NotGiven.class, not -> {
      assertThat(not.failure()).isEqualTo(Failure.TRUNCATED);
      assertThat(not.message()).contains("cut at max_tokens").contains("[1, 2");
    });
    assertThat(models.asked).hasSize(1);
    ScriptedAnswers later = new ScriptedAnswers().then("no", "stop").then("{\"n\": 3", "length");
    assertThat(ladder(2).ask(later, "t", CHAT)).isInstanceOfSatisfying(NotGiven.class,
        not -> assertThat(not.failure()).isEqualTo(Failure.TRUNCATED));
    assertThat(later.asked).hasSize(2);
  }

  @Test
  void bracketsAreAddedOnlyWhereTheServerSaysThatTheModelEnded() {
    for (String finish : List.of("stop", "", "eos")) {
      ScriptedAnswers models = new ScriptedAnswers().then("{\"n\": 3, \"m\": []", finish);
      assertThat(ladder(0).ask(models, "t", CHAT)).as(finish)
          .isInstanceOf(finish.equals("stop") ? Given.class : NotGiven.class);
    }
    Request.Chat stops = new Request.Chat(CHAT.messages(),
        new Sampling(null, null, null, null, List.of("}"), Map.of()));
    assertThat(ladder(0).ask(new ScriptedAnswers().then("{\"n\": 3, \"m\": []", "stop"), "t", stops))
        .isInstanceOf(NotGiven.class);
  }

  @Test
  void aDrawThatRepeatsItselfIsNotAskedForTheSameTwice() {
    Request.Chat greedy = new Request.Chat(CHAT.messages(), new Sampling(0.0, null, null, null, List.of(), Map.of()));
    ScriptedAnswers models = new ScriptedAnswers().then("no", "stop").then("no", "stop").then("{\"n\": 3}", "stop");
    assertThat(ladder(5).ask(models, "t", greedy)).isInstanceOf(NotGiven.class);
    assertThat(models.asked).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void anAnswerTooLongToBeShownAgainEndsWithItsOwnFailure() {
    ScriptedAnswers models = new ScriptedAnswers().then("x".repeat(100_000), "stop").then(() -> {
      throw new CallFailed(Failure.CONTEXT_OVERFLOW, "too long");
    });
    assertThat(ladder(2).ask(models, "t", CHAT)).isInstanceOfSatisfying(NotGiven.class, not -> {
      assertThat(not.failure()).isEqualTo(Failure.MALFORMED_REPLY);
      assertThat(not.message()).hasSizeLessThan(1_000);
    });
    assertThat(models.asked.getLast().messages().get(1).content()).hasSizeLessThan(7_000);
  }

  @Test
  void aCallThatFailsIsNoAnswer() {
    ScriptedAnswers models = new ScriptedAnswers().then(() -> {
      throw new CallFailed(Failure.CONTEXT_OVERFLOW, "too long");
    });
    assertThatThrownBy(() -> ladder(2).ask(models, "t", CHAT)).isInstanceOf(CallFailed.class);
    ScriptedAnswers later = new ScriptedAnswers().then("no", "stop").then(() -> {
      throw new CallFailed(Failure.TIMEOUT, "too late");
    });
    assertThatThrownBy(() -> ladder(2).ask(later, "t", CHAT)).hasMessage("too late");
  }

  @Test
  void severalQuestionsAreAskedAtOnceAndThoseThatNeedItAgain() {
    ScriptedAnswers models = new ScriptedAnswers().then("none", "stop").then("{\"n\": 2}", "stop").then(_ -> {
      throw new CallFailed(Failure.CONTENT_FILTER, "held back");
    }).then("{\"n\": \"4\"}", "stop").then("{\"n\": 1", "length").then("{\"n\": 1}", "stop").then("no", "stop");
    List<Structured.Asked> asked = ladder(1).askEach(models, "t",
        List.of(ScriptedAnswers.chat("1"), ScriptedAnswers.chat("2"), ScriptedAnswers.chat("3"),
            ScriptedAnswers.chat("4"), ScriptedAnswers.chat("5")));
    assertThat(models.asked).hasSize(7).extracting(chat -> chat.messages().getFirst().content()).containsExactly("1",
        "2", "3", "4", "5", "1", "4");
    assertThat(asked.get(0).result()).isInstanceOfSatisfying(Given.class,
        given -> assertThat(given.answer().get("n").intValue()).isOne());
    assertThat(asked.get(0).unfit()).singleElement().extracting(reply -> reply.first().text()).isEqualTo("none");
    assertThat(asked.get(1).result()).isInstanceOf(Given.class);
    assertThat(asked.get(1).unfit()).isEmpty();
    assertThat(asked.get(2).result()).isEqualTo(new NotGiven(Failure.CONTENT_FILTER, "held back"));
    assertThat(asked.get(3).result()).isInstanceOfSatisfying(NotGiven.class, lost -> {
      assertThat(lost.failure()).isEqualTo(Failure.MALFORMED_REPLY);
      assertThat(lost.message()).contains("after asking again once");
    });
    assertThat(asked.get(3).unfit()).hasSize(2);
    assertThat(asked.get(4).result()).isInstanceOfSatisfying(NotGiven.class,
        lost -> assertThat(lost.failure()).isEqualTo(Failure.TRUNCATED));
    assertThat(ladder(1).askEach(models, "t", List.of())).isEmpty();
  }
}
