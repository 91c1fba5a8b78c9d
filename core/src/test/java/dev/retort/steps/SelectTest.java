package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectTest {
  private static final Schema SCHEMA = Schema.of(Column.text("a"), Column.integer("b"), Column.text("c"),
      new Column(Source.COLUMN, Source.LIST));
  private static final Object SOURCES = Source.union(List.of(), new Source("read", "prompt"));
  private static final Row ROW = new Row("r", SCHEMA, "x", 2L, "z", SOURCES);

  private static Row selected(Select select) {
    PlanLog plan = new PlanLog();
    Schema out = select.columns(SCHEMA, plan);
    assertThat(plan.problems).isEmpty();
    Outcome outcome = select.kernel(SCHEMA, out).apply(ROW);
    return ((Outcome.Kept) outcome).rows().getFirst();
  }

  private static List<String> problems(Select select) {
    PlanLog plan = new PlanLog();
    select.columns(SCHEMA, plan);
    return plan.problems;
  }

  @Test
  void columnsComeInTheOrderWantedAndSourcesGoOn() {
    Row row = selected(new Select(List.of("c", "a"), Map.of(), List.of()));
    assertThat(row.schema().names()).containsExactly("c", "a", "sources");
    assertThat(row.get("c")).isEqualTo("z");
    assertThat(row.get("sources")).isEqualTo(SOURCES);
    assertThat(row.id()).isEqualTo("r");
  }

  @Test
  void aRenamedColumnKeepsItsPlaceAndType() {
    Row row = selected(new Select(List.of(), Map.of("b", "count"), List.of()));
    assertThat(row.schema()).isEqualTo(Schema.of(Column.text("a"), Column.integer("count"), Column.text("c"),
        new Column(Source.COLUMN, Source.LIST)));
    assertThat(row.get("count")).isEqualTo(2L);
  }

  @Test
  void twoColumnsCanSwapNames() {
    Row row = selected(new Select(List.of(), Map.of("a", "c", "c", "a"), List.of()));
    assertThat(row.get("c")).isEqualTo("x");
    assertThat(row.get("a")).isEqualTo("z");
  }

  @Test
  void whatIsDroppedIsGone() {
    assertThat(selected(new Select(List.of(), Map.of(), List.of("a", "c"))).schema().names())
        .containsExactly("b", "sources");
  }

  @Test
  void sourcesMayBePlacedButNeitherDroppedNorRenamed() {
    assertThat(selected(new Select(List.of("sources", "a"), Map.of(), List.of())).schema().names())
        .containsExactly("sources", "a");
    assertThat(problems(new Select(List.of(), Map.of(), List.of("sources")))).singleElement().asString()
        .contains("always goes on");
    assertThat(problems(new Select(List.of(), Map.of("sources", "x"), List.of()))).isNotEmpty();
  }

  @Test
  void everyMistakeIsTold() {
    assertThat(problems(new Select(List.of(), Map.of(), List.of()))).singleElement().asString().contains("nothing");
    assertThat(problems(new Select(List.of("a"), Map.of(), List.of("b")))).singleElement().asString()
        .contains("one of the two");
    assertThat(problems(new Select(List.of("aa", "a", "a"), Map.of("zz", "q"), List.of()))).hasSize(3)
        .first().asString().contains("did you mean 'a'?");
    assertThat(problems(new Select(List.of(), Map.of("a", "b"), List.of()))).isNotEmpty();
    assertThat(problems(new Select(List.of(), Map.of("a", "id"), List.of()))).isNotEmpty();
    assertThat(problems(new Select(List.of("a"), Map.of("b", "q"), List.of()))).singleElement().asString()
        .contains("left out");
  }
}
