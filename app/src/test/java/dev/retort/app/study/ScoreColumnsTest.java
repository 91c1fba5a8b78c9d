package dev.retort.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScoreColumnsTest {
  private static final Type.Struct FACTORS = new Type.Struct(List.of(new Column("clarity", Type.Scalar.INT),
      new Column("why", Type.Scalar.TEXT)));
  private static final Schema SCHEMA = Schema.of(Column.text("teacher"), new Column("sample", Type.Scalar.INT),
      new Column("score", Type.Scalar.FLOAT), Column.text("score_judge"), new Column("score_sample", Type.Scalar.INT),
      new Column("score_expected", Type.Scalar.FLOAT), Column.text("code_verdict"),
      new Column("passed", Type.Scalar.BOOL), new Column("scores", FACTORS));

  private static Row row(@Nullable Object... values) {
    return new Row("id", SCHEMA, values);
  }

  @Test
  void columnsNamedAsScoresAreFoundAndThoseBesideThemAreNot() {
    Row row = row("t", 0L, 7.5, "claude", 0L, 7.2, "yes", true, Map.of("clarity", 4L, "why", "so"));

    assertThat(ScoreColumns.of(SCHEMA, List.of()).of(row)).isEqualTo(Map.of("score by claude", 7.5, "code_verdict", 1.0,
        "passed", 1.0, "scores.clarity", 4.0));
  }

  @Test
  void aJudgesColumnIsFoundWhateverItIsCalled() {
    Schema schema = Schema.of(new Column("kind", Type.Scalar.FLOAT), Column.text("kind_judge"),
        new Column("kind_self", Type.Scalar.BOOL), new Column("weight", Type.Scalar.FLOAT));

    assertThat(ScoreColumns.of(schema, List.of()).of(new Row("id", schema, 3.0, "claude", false, 70.0)))
        .isEqualTo(Map.of("kind by claude", 3.0));
  }

  @Test
  void whatIsUnscoredOrUndecidedHasNoScore() {
    @Nullable
    Object[] nothing = new @Nullable Object[9];
    Row undecided = row("t", 0L, null, "claude", 0L, 7.2, "undecided", false, null);

    assertThat(ScoreColumns.of(SCHEMA, List.of()).of(row(nothing))).isEmpty();
    assertThat(ScoreColumns.of(SCHEMA, List.of()).of(undecided)).isEqualTo(Map.of("passed", 0.0));
    assertThat(Arrays.asList(nothing)).containsOnlyNulls();
  }

  @Test
  void columnsAskedForAreTheOnlyOnes() {
    Row row = row("t", 3L, 7.5, "claude", 0L, 7.2, "no", true, null);

    assertThat(ScoreColumns.of(SCHEMA, List.of("sample", "score_expected", "code_verdict")).of(row))
        .isEqualTo(Map.of("sample", 3.0, "score_expected", 7.2, "code_verdict", 0.0));
  }

  @Test
  void aColumnThatCannotBeAScoreIsRefusedWithThoseThatCan() {
    assertThatThrownBy(() -> ScoreColumns.of(SCHEMA, List.of("teacher"))).isInstanceOf(UserError.class)
        .hasMessageContaining("study.scores: found 'teacher'").hasMessageContaining("scores.clarity");
  }

  @Test
  void aScoresNameLeadsBackToItsColumn() {
    assertThat(List.of(ScoreColumns.column(SCHEMA, "score by a model by someone"),
        ScoreColumns.column(SCHEMA, "scores.clarity"), ScoreColumns.column(SCHEMA, "passed")))
        .containsExactly("score", "scores", "passed");
  }
}
