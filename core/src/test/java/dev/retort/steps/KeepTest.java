package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Column;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.Outcome;
import dev.retort.steps.Keep.OnUndecided;
import dev.retort.teacher.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepTest {
  private static final Schema SCHEMA = Schema.of(new Column("score", Type.Scalar.FLOAT), Column.integer("n"),
      Column.text("text"), Column.bool("good"), new Column("meta", Type.Scalar.JSON),
      new Column("messages", Message.LIST), new Column("numbers", new Type.ListOf(Type.Scalar.INT)),
      Column.text("odd-name"));

  private static Row row(@Nullable Object... firsts) {
    return new Row("r1", SCHEMA, Arrays.copyOf(firsts, SCHEMA.columns().size()));
  }

  private static final Row FULL = row(7.0, 7L, "hello", true,
      "{\"lang\": \"en\", \"votes\": 7.50, \"big\": 123456789012345678901234567890, \"none\": null, \"list\": [1, 2]}",
      Message.toList(List.of(Message.of("system", "be kind"), Message.user("hi"))),
      new ArrayList<Object>(List.of(1L, 2L)), "x");

  private static Outcome outcome(String where, OnUndecided onUndecided, Row row) {
    return new Keep(where, onUndecided).kernel(SCHEMA, SCHEMA).apply(row);
  }

  @ParameterizedTest
  @ValueSource(strings = {"score >= 7", "score == 7", "score == 7.0", "n == 7.0", "n >= 6.5", "n == 7 && score == 7",
      "score == n", "score in [6, 7]", "n != 7.5", "text == 'hello'", "good", "id == 'r1'", "meta.lang == 'en'",
      "meta.votes == 7.5", "meta.votes > 7", "meta.big > 1", "size(messages) == 2", "messages[1].role == 'user'",
      "messages.exists(m, m.role == 'system')", "!has(messages[0].tool_calls)", "2 in numbers", "n in numbers || true",
      "numbers.all(x, x < 3)", "meta.list.exists(x, x == 2.0)", "text.matches('h.*o')", "!has(meta.none)",
      "size(text) == 5 ? true : false"})
  void aConditionThatHoldsKeepsTheRow(String where) {
    assertThat(KeepCondition.problems(where, SCHEMA)).isEmpty();
    assertThat(outcome(where, OnUndecided.FAIL, FULL)).isEqualTo(Outcome.kept(FULL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"score > 7", "score != 7", "n == 7.5", "!good", "meta.votes > 8", "score in [6, 8]",
      "messages.exists(m, m.role == 'tool')", "text == 'Hello'", "false && meta.nope == 1"})
  void aConditionThatDoesNotHoldDropsTheRowWithItsReason(String where) {
    assertThat(outcome(where, OnUndecided.KEEP, FULL)).isEqualTo(new Outcome.Dropped("condition_false"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"score >= 7 | absent", "!(score >= 7) | absent",
      "score != 7 | absent",
      "text == '' | absent", "good | absent", "!good | absent", "meta.lang == 'en' | absent",
      "has(meta.lang) | absent", "size(messages) > 0 | absent", "score >= 7 && n == 7 | absent",
      "n / 0 == 1 | condition_error", "score > 1 ? true : true | absent"})
  void whatIsAbsentIsNeverReadAsNo(String where, String reason) {
    Row row = row(null, 7L);
    assertThat(outcome(where, OnUndecided.DROP, row)).isEqualTo(new Outcome.Undecided(reason));
    assertThat(outcome(where, OnUndecided.KEEP, row)).isEqualTo(Outcome.kept(row));
    assertThat(outcome(where, OnUndecided.FAIL, row))
        .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
          assertThat(failed.failure()).isEqualTo(Failure.BAD_ROW);
          assertThat(failed.message()).contains(where);
        });
  }

  @Test
  void theOtherSideOfAnAndOrAnOrMayDecide() {
    Row row = row(null, 7L);
    assertThat(outcome("score > 7 || n == 7", OnUndecided.DROP, row)).isEqualTo(Outcome.kept(row));
    assertThat(outcome("score > 7 && n == 8", OnUndecided.DROP, row))
        .isEqualTo(new Outcome.Dropped("condition_false"));
  }

  @Test
  void aKeyARecordLacksIsUndecidedToo() {
    for (String where : List.of("meta.nope == 1", "meta.none == 1", "messages[0].tool_call_id == 'x'",
        "messages[9].role == 'user'")) {
      assertThat(outcome(where, OnUndecided.DROP, FULL)).as(where).isEqualTo(new Outcome.Undecided("absent"));
    }
    assertThat(outcome("meta.lang", OnUndecided.DROP, FULL)).isEqualTo(new Outcome.Undecided("not_boolean"));
    assertThat(outcome("meta.lang > 3", OnUndecided.DROP, FULL)).isEqualTo(new Outcome.Undecided("condition_error"));
  }

  @Test
  void anUnboundedComprehensionIsStopped() {
    List<Object> many = new ArrayList<>(IntStream.range(0, 500).mapToObj(i -> (Object) (long) i).toList());
    Row row = new Row("r", SCHEMA, null, null, null, null, null, null, many, null);
    String where = "numbers.all(a, numbers.all(b, numbers.all(c, a + b + c >= 0)))";
    assertThat(outcome(where, OnUndecided.DROP, row)).isEqualTo(new Outcome.Undecided("condition_error"));
    assertThat(outcome("numbers.all(a, a >= 0)", OnUndecided.DROP, row)).isEqualTo(Outcome.kept(row));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"scroe >= 7 | 1:1 | did you mean 'score'?",
      "n == 7 && texts == 'a' | 1:11 | did you mean 'text'?",
      "score >= | 1:9 | mismatched", "text > 3 | 1:6 | no matching overload",
      "score == '7' | 1:7 | no matching overload",
      "score | 1:1 | gives double, wanted true or false", "oddname == 'a' | 1:1 | rename with select"})
  void aMistakeIsToldBeforeTheRunWithItsPlace(String where, String place, String says) {
    PlanLog plan = new PlanLog();
    assertThat(new Keep(where, OnUndecided.DROP).columns(SCHEMA, plan)).isEqualTo(SCHEMA);
    assertThat(plan.problems).isNotEmpty().first().asString().startsWith("where: " + place + " ").contains(says);
    assertThatThrownBy(() -> new KeepCondition(where, SCHEMA)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyMistakeIsToldAtOnceWithTheColumns() {
    PlanLog plan = new PlanLog();
    new Keep("a == 1 ||\n b == 2", OnUndecided.DROP).columns(SCHEMA, plan);
    assertThat(plan.problems).hasSize(2);
    assertThat(plan.problems.get(1)).contains("2:2", "[id, score, n, text, good, meta, messages, numbers]");
  }

  @Test
  void columnsNamedLikeTypesOfCelCanBeUsed() {
    Schema schema = Schema.of(Column.text("type"), Column.text("size"), Column.integer("duration"));
    Row row = new Row("r", schema, "a", "b", 3L);
    assertThat(new Keep("type == 'a' && size == 'b' && duration == 3", OnUndecided.FAIL).kernel(schema, schema)
        .apply(row)).isEqualTo(Outcome.kept(row));
  }

  @Test
  void oneKernelServesManyThreads() {
    Keep keep = new Keep("n % 2 == 0", OnUndecided.FAIL);
    Schema schema = Schema.of(Column.integer("n"));
    long kept = IntStream.range(0, 2000).parallel().mapToObj(i -> new Row("r" + i, schema, (long) i))
        .map(keep.kernel(schema, schema)::apply).filter(Outcome.Kept.class::isInstance).count();
    assertThat(kept).isEqualTo(1000);
  }

  @Test
  void anAbsentFieldOfARecordIsLeftOut() {
    assertThat(KeepValues.of(FULL)).containsEntry("messages", List.of(Map.of("role", "system", "content", "be kind"),
        Map.of("role", "user", "content", "hi")));
    assertThat(KeepValues.of(row(1.0))).containsOnlyKeys("id", "score");
  }
}
