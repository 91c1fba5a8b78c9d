package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.OfModel.Lane;
import dev.retort.step.Outcome;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Sampling;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompleteTest {
  private static final Schema SCHEMA = Schema.of(Column.text("prompt"), new Column(Source.COLUMN, Source.LIST));
  private static final Complete STEP = new Complete("prompt", "response", List.of(), Sampling.NONE, 1);

  private static Outcome complete(Row row) {
    Schema output = SCHEMA.with(Column.text("response"), Column.text("teacher"), Column.integer("sample"),
        Column.text("finish_reason"), Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST));
    return STEP.rollout(SCHEMA, output).run(row, ScriptedChat.unbounded());
  }

  @Test
  void itWritesWhatTheModelWroteOnBesideTheText() {
    Row row = new Row("a", SCHEMA, "Once upon", Source.union(List.of(), new Source("read", "prompt")));
    Row made = ((Outcome.Kept) complete(row)).rows().getFirst();
    assertThat(made.id()).isEqualTo(row.childId("respond", "scripted", 1));
    assertThat(made.text("prompt")).isEqualTo("Once upon");
    assertThat(made.text("response")).isEqualTo("re: Once upon");
    assertThat(made.text("finish_reason")).isEqualTo("stop");
    assertThat(Source.of(made)).containsExactly(new Source("read", "prompt"), new Source("scripted", "generator"));
  }

  @Test
  void anAbsentTextFails() {
    Row row = new Row("a", SCHEMA, null, Source.union(List.of()));
    assertThat(complete(row)).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.failure()).isEqualTo(Failure.BAD_ROW));
  }

  @Test
  void lanesAreTheTeachersNamedOrThoseOfTheirGroups() {
    List<String> known = List.of("a", "g/one", "g/two");
    assertThat(Lanes.of(List.of(), 2, known)).containsExactly(new Lane("a", 2), new Lane("g/one", 2),
        new Lane("g/two", 2));
    assertThat(Lanes.of(List.of("g"), 1, known)).extracting(Lane::teacher).containsExactly("g/one", "g/two");
    assertThat(Lanes.of(List.of("g/two", "a"), 1, known)).extracting(Lane::teacher).containsExactly("a", "g/two");
  }
}
