package dev.retort.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.study.Verdict;
import dev.retort.study.Verdict.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictColumnTest {
  private static final Type RANKS = new Type.ListOf(Type.Scalar.INT);
  private static final Column CANDIDATES = new Column("candidates",
      new Type.ListOf(new Type.Struct(List.of(Column.text("teacher"), Column.text("response")))));
  private static final Schema PAIRS = Schema.of(Column.text("teacher_a"), Column.text("teacher_b"),
      Column.text("verdict"), Column.bool("verdict_consistent"), Column.text("verdict_judge"),
      Column.integer("verdict_sample"));
  private static final Schema LISTS = Schema.of(CANDIDATES, new Column("rank", RANKS), new Column("rank_shown", RANKS),
      Column.text("rank_judge"), Column.integer("rank_sample"));

  private static Outcome pair(@Nullable String verdict, @Nullable Boolean consistent) {
    Row row = new Row("id", PAIRS, "x", "y", verdict, consistent, "judge", 0L);
    Verdict read = VerdictColumn.in(PAIRS).getFirst().verdicts(row, 3).getFirst();
    assertThat(List.of(String.valueOf(read.a()), String.valueOf(read.b()))).containsExactly("x", "y");
    assertThat(read.place()).isEqualTo(3);
    return read.outcome();
  }

  @Test
  void everyVerdictOfAComparisonIsReadAsCompareWritesIt() {
    assertThat(pair("a", true)).isEqualTo(Outcome.A);
    assertThat(pair("b", true)).isEqualTo(Outcome.B);
    assertThat(pair("tie", true)).isEqualTo(Outcome.TIE);
    assertThat(pair("tie", false)).isEqualTo(Outcome.INCONSISTENT);
    assertThat(pair(null, null)).isEqualTo(Outcome.UNDECIDED);
    assertThat(pair("a", null)).as("asked in one order").isEqualTo(Outcome.A);
    assertThat(pair("tie", null)).as("asked in one order").isEqualTo(Outcome.TIE);
  }

  private static List<String> ranked(@Nullable List<Long> ranks, @Nullable String... teachers) {
    List<@Nullable Object> candidates = new ArrayList<>();
    for (@Nullable
    String teacher : teachers) {
      Map<String, @Nullable Object> candidate = new LinkedHashMap<>();
      candidate.put("teacher", teacher);
      candidate.put("response", "text");
      candidates.add(candidate);
    }
    Row row = new Row("id", LISTS, candidates, ranks, ranks, "judge", 0L);
    return VerdictColumn.in(LISTS).getFirst().verdicts(row, 0).stream()
        .map(verdict -> verdict.a() + " " + verdict.outcome() + " " + verdict.b()).toList();
  }

  @Test
  void aRankingIsThePairsOfItsCandidatesWithEqualRanksAsTies() {
    assertThat(ranked(Arrays.asList(2L, 1L, 2L, 4L), "w", "x", "y", "z")).containsExactly("w B x", "w TIE y", "w A z",
        "x A y", "x A z", "y A z");
  }

  @Test
  void aRankingThatCouldNotBeReadIsUndecidedInAllItsPairs() {
    assertThat(ranked(null, "w", "x", "y")).containsExactly("w UNDECIDED x", "w UNDECIDED y", "x UNDECIDED y");
  }

  @Test
  void aCandidateWithoutATeacherHasNone() {
    assertThat(ranked(Arrays.asList(1L, 2L), null, "x")).containsExactly("null A x");
  }

  @Test
  void columnsOfOtherKindsAreNoVerdicts() {
    assertThat(VerdictColumn.in(Schema.of(Column.text("verdict"), Column.text("teacher_a")))).isEmpty();
    assertThat(VerdictColumn.in(Schema.of(Column.integer("score"), Column.text("score_judge"),
        Column.integer("score_sample")))).isEmpty();
    assertThat(VerdictColumn.in(PAIRS).getFirst().attributed(PAIRS)).isTrue();
    assertThat(VerdictColumn.in(PAIRS).getFirst().attributed(Schema.of(Column.text("verdict")))).isFalse();
  }
}
