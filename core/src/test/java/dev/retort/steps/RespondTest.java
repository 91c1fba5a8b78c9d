package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Column;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.Outcome;
import dev.retort.steps.Respond.ChatPolicy;
import dev.retort.steps.Respond.Compat;
import dev.retort.steps.Respond.Context;
import dev.retort.steps.Respond.Odd;
import dev.retort.steps.Respond.SystemPolicy;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Sampling;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RespondTest {
  private static final Schema SCHEMA = Schema.of(new Column("messages", Message.LIST), Column.text("language"),
      new Column(Source.COLUMN, Source.LIST));
  private static final ChatPolicy PLAIN = new ChatPolicy(SystemPolicy.KEEP, null, Odd.ANSWER, Compat.NONE);

  private static final List<Message> TWO_TURNS = List.of(Message.of("system", "be kind"), Message.user("one two"),
      Message.assistant("original first"), Message.user("three four five"), Message.assistant("original second"));

  private static Row chat(List<Message> messages) {
    return new Row("row", SCHEMA, Message.toList(messages), "en",
        Source.union(List.of(), new Source("read", "prompt")));
  }

  private static Respond respond(Context context, ChatPolicy policy) {
    return new Respond(List.of(), context, 1, null, Sampling.NONE, policy);
  }

  private static Row answered(Respond step, ScriptedChat models, Row row) {
    Outcome outcome = step.rollout(SCHEMA, Respond.output(SCHEMA)).run(row, models);
    return ((Outcome.Kept) outcome).rows().getFirst();
  }

  private static List<String> contents(List<Message> messages) {
    return messages.stream().map(Message::content).toList();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> turns(Row row) {
    return (List<Map<String, Object>>) (List<?>) Objects.requireNonNull(row.list("turns"));
  }

  @Test
  void originalContextShowsTheOriginalAssistantTurns() {
    ScriptedChat models = ScriptedChat.unbounded();
    Row row = answered(respond(Context.ORIGINAL, PLAIN), models, chat(TWO_TURNS));
    assertThat(contents(models.asked.get(0).messages())).containsExactly("be kind", "one two");
    assertThat(contents(models.asked.get(1).messages())).containsExactly("be kind", "one two", "original first",
        "three four five");
    assertThat(contents(Message.list(row, "messages"))).containsExactly("be kind", "one two", "re: one two",
        "three four five", "re: three four five");
  }

  @Test
  void selfContextShowsTheTeachersOwnAnswersAndNeverItsReasoning() {
    ScriptedChat models = ScriptedChat.unbounded();
    answered(respond(Context.SELF, PLAIN), models, chat(TWO_TURNS));
    assertThat(contents(models.asked.get(1).messages())).containsExactly("be kind", "one two", "re: one two",
        "three four five");
  }

  @Test
  void firstTurnOnlyAnswersNothingElse() {
    ScriptedChat models = ScriptedChat.unbounded();
    Row row = answered(respond(Context.FIRST_TURN_ONLY, PLAIN), models, chat(TWO_TURNS));
    assertThat(models.asked).hasSize(1);
    assertThat(contents(Message.list(row, "messages"))).containsExactly("be kind", "one two", "re: one two");
  }

  @Test
  void writesWhereTheRowComesFromAndCarriesOtherColumns() {
    Row row = answered(respond(Context.SELF, PLAIN), ScriptedChat.unbounded(), chat(TWO_TURNS));
    assertThat(row.id()).isEqualTo(chat(TWO_TURNS).childId("respond", "scripted", 1));
    assertThat(row.get("prompt_id")).isEqualTo("row");
    assertThat(row.get("response")).isEqualTo("re: three four five");
    assertThat(row.get("reasoning")).isEqualTo("thought of it");
    assertThat(row.get("served_model")).isEqualTo("scripted-1");
    assertThat(row.get("simulated")).isEqualTo(true);
    assertThat(row.get("language")).isEqualTo("en");
    assertThat(row.get("context")).isEqualTo("self");
    assertThat(Source.of(row)).containsExactly(new Source("read", "prompt"), new Source("scripted", "generator"));
    assertThat(turns(row)).extracting(turn -> turn.get("prompt_tokens")).containsExactly(4L, 10L);
  }

  @Test
  void aSystemPromptOfTheStepReplacesTheChatsOwn() {
    ScriptedChat models = ScriptedChat.unbounded();
    answered(respond(Context.SELF, new ChatPolicy(SystemPolicy.KEEP, "be brief", Odd.ANSWER, Compat.NONE)), models,
        chat(TWO_TURNS));
    assertThat(contents(models.asked.getFirst().messages())).containsExactly("be brief", "one two");
  }

  @Test
  void systemMessagesAreDroppedWhereThePolicySaysSo() {
    ScriptedChat models = ScriptedChat.unbounded();
    answered(respond(Context.SELF, new ChatPolicy(SystemPolicy.DROP, null, Odd.ANSWER, Compat.NONE)), models,
        chat(TWO_TURNS));
    assertThat(contents(models.asked.getFirst().messages())).containsExactly("one two");
  }

  @Test
  void aChatThatEndsWithAUserTurnIsAnsweredOrSkippedAndCounted() {
    List<Message> odd = TWO_TURNS.subList(0, 4);
    Row row = answered(respond(Context.ORIGINAL, PLAIN), ScriptedChat.unbounded(), chat(odd));
    assertThat(turns(row)).hasSize(2);
    ChatPolicy skip = new ChatPolicy(SystemPolicy.KEEP, null, Odd.SKIP, Compat.NONE);
    assertThat(respond(Context.ORIGINAL, skip).rollout(SCHEMA, Respond.output(SCHEMA)).run(chat(odd),
        ScriptedChat.unbounded())).isEqualTo(new Outcome.Dropped("odd_length"));
  }

  @Test
  void aChatWithoutAUserTurnIsDropped() {
    assertThat(respond(Context.SELF, PLAIN).rollout(SCHEMA, Respond.output(SCHEMA))
        .run(chat(List.of(Message.assistant("hello"))), ScriptedChat.unbounded()))
        .isEqualTo(new Outcome.Dropped("no_user_turn"));
  }

  @Test
  void originalContextIsUnfitForUserTurnsWithoutAnswersBetweenThem() {
    Row row = chat(List.of(Message.user("a"), Message.user("b")));
    assertThat(respond(Context.ORIGINAL, PLAIN).unfit(row)).contains("no assistant turn");
    assertThat(respond(Context.SELF, PLAIN).unfit(row)).isNull();
    assertThat(respond(Context.ORIGINAL, PLAIN).unfit(chat(TWO_TURNS))).isNull();
    assertThat(respond(Context.ORIGINAL, PLAIN).unfit(chat(List.of(Message.user("only"))))).isNull();
  }

  @Test
  void theOldestTurnsAreCutFirstAndTheCutIsWritten() {
    List<Message> chat = List.of(Message.user("a b c d"), Message.assistant("e f g h"), Message.user("i j"),
        Message.assistant("k l"), Message.user("m n"));
    ScriptedChat models = ScriptedChat.withWindow(10, 3);
    Row row = answered(respond(Context.ORIGINAL, PLAIN), models, chat(chat));
    assertThat(contents(models.asked.get(2).messages())).containsExactly("i j", "k l", "m n");
    assertThat(turns(row)).extracting(turn -> turn.get("cut_turns")).containsExactly(0L, 1L, 1L);
    assertThat(contents(Message.list(row, "messages"))).contains("a b c d");
  }

  @Test
  void theReplyKeepsItsFloorAndNoMoreThanIsLeft() {
    ScriptedChat models = ScriptedChat.withWindow(20, 1000);
    answered(respond(Context.SELF, PLAIN), models, chat(List.of(Message.user("a b c d"))));
    assertThat(models.asked.getFirst().sampling().maxTokens()).isEqualTo(16);
    Outcome outcome = respond(Context.SELF, PLAIN).rollout(SCHEMA, Respond.output(SCHEMA))
        .run(chat(List.of(Message.user("a b c d e f g h i j k"))), ScriptedChat.withWindow(20, 1000));
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.failure()).isEqualTo(Failure.CONTEXT_OVERFLOW));
  }

  @Test
  void aTurnThatDoesNotFitIsLeftOutAndWrittenDown() {
    List<Message> chat = List.of(Message.user("a b"), Message.assistant("x"),
        Message.user("this turn is far too long for it"), Message.assistant("y"), Message.user("c"));
    ScriptedChat models = ScriptedChat.withWindow(8, 3);
    Row row = answered(respond(Context.SELF, PLAIN), models, chat(chat));
    assertThat(models.asked).hasSize(2);
    assertThat(turns(row)).extracting(turn -> turn.get("finish_reason")).containsExactly("stop", "context_overflow",
        "stop");
    assertThat(contents(Message.list(row, "messages"))).containsExactly("a b", "re: a b", "c", "re: c");
  }

  @ParameterizedTest
  @EnumSource(Context.class)
  void userTurnsAreTheOriginalsByteForByte(Context context) {
    List<Message> chat = List.of(Message.user(" \u00e9\u0000\ud83d\ude00 \r\n"), Message.assistant("x"),
        Message.user("\tlast  "));
    Row row = answered(respond(context, PLAIN), ScriptedChat.unbounded(), chat(chat));
    List<String> users = Message.list(row, "messages").stream().filter(m -> m.is("user")).map(Message::content)
        .toList();
    assertThat(List.of(" \u00e9\u0000\ud83d\ude00 \r\n", "\tlast  ")).startsWith(users.toArray(String[]::new));
  }

  @Test
  void wildchatLengthsCutMessagesAndCapTheReply() {
    String longText = "w ".repeat(2000).strip();
    List<Message> chat = List.of(Message.user(longText), Message.assistant("x"), Message.user("and now"),
        Message.assistant("y"));
    ScriptedChat models = ScriptedChat.withWindow(1000, null);
    ChatPolicy policy = new ChatPolicy(SystemPolicy.DROP, null, Odd.SKIP, Compat.WILDCHAT);
    Row row = answered(respond(Context.ORIGINAL, policy), models, chat(chat));
    assertThat(ScriptedChat.words(models.asked.get(0).messages().getLast().content())).isEqualTo(712);
    assertThat(ScriptedChat.words(models.asked.get(1).messages().getFirst().content())).isEqualTo(256);
    assertThat(models.asked.get(0).sampling().maxTokens()).isEqualTo(200);
    assertThat(models.asked.get(0).sampling().seed()).isEqualTo(1);
    assertThat(Message.list(row, "messages").getFirst().content()).isEqualTo(longText);
  }

  @Test
  void theSeedIsRaisedBySample() {
    ScriptedChat models = ScriptedChat.unbounded();
    answered(new Respond(List.of(), Context.SELF, 2, 10L, Sampling.NONE, PLAIN), models, chat(TWO_TURNS));
    assertThat(models.asked.getFirst().sampling().seed()).isEqualTo(11);
  }
}
