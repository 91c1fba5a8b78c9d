package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.app.study.StudyData;
import dev.retort.app.study.StudyRequest;
import dev.retort.app.study.StudyWords;
import dev.retort.measure.statistics.Measured;
import dev.retort.row.Row;
import dev.retort.run.FinishedRun;
import dev.retort.run.RunListener;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.step.OfTable;
import dev.retort.study.VerdictSheet;
import dev.retort.study.VerdictSheet.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The study of runs in which simulated judges compared or ranked the answers of simulated teachers.
class PairedStudyTest {
  private static final String HEAD = """
      recipe: paired
      random_seed: 7
      intended_use: research
      teachers:
        scholar: {simulated: {model: sim-scholar, timing: 0}}
        careless: {simulated: {model: sim-careless, timing: 0}}
        brief: {simulated: {model: sim-brief, timing: 0}}
        chatty: {simulated: {model: sim-chatty, timing: 0}}
      steps:
        - simulated_chats: {rows: 12}
        - respond: {teachers: [scholar, careless, brief], context: original}
      """;

  @TempDir
  Path temp;

  private StudyData study(String steps) throws Exception {
    Path recipe = Files.writeString(temp.resolve("paired.yaml"), HEAD + steps);
    new LocalLibrary().run(new RunOptions(recipe, new Place(temp.resolve("run"), null), Map.of(), Long.MAX_VALUE,
        new Retry.All(), List.of()), RunListener.SILENT);
    return new LocalLibrary().study(new StudyRequest(temp.resolve("run"), List.of(), Map.of()));
  }

  /// How the verdicts of a comparing step ended, by judge and teacher: won, lost, tied, inconsistent, undecided.
  private Map<String, long[]> recounted(String step) {
    Map<String, long[]> counts = new TreeMap<>();
    try (FinishedRun finished = FinishedRun.open(temp.resolve("run"), temp.resolve("work"));
        OfTable.Rows rows = finished.scan(step)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        String verdict = row.text("verdict");
        boolean contradicts = Boolean.FALSE.equals(row.get("verdict_consistent"));
        for (String side : List.of("a", "b")) {
          int end = verdict == null ? 4 : verdict.equals("tie") ? contradicts ? 3 : 2 : verdict.equals(side) ? 0 : 1;
          counts.computeIfAbsent(row.text("verdict_judge") + " of " + row.text("teacher_" + side),
              _ -> new long[5])[end]++;
        }
      }
    }
    return counts;
  }

  private static void assertCounted(List<VerdictSheet> sheets, Map<String, long[]> counts) {
    for (VerdictSheet sheet : sheets) {
      assertThat(sheet.lines()).hasSize(3).allSatisfy(line -> {
        long[] ends = Objects.requireNonNull(counts.get(sheet.by().judge() + " of " + line.teacher()));
        assertThat(line.tally()).isEqualTo(new Tally(ends[0], ends[1], ends[2], ends[3], ends[4]));
        Measured rate = Objects.requireNonNull(line.winRate());
        assertThat(rate.value()).isCloseTo((ends[0] + ends[2] / 2.0) / (ends[0] + ends[1] + ends[2]), within(1e-12));
      });
      VerdictSheet.Audit audit = sheet.audit();
      long all = sheet.lines().stream().mapToLong(line -> line.tally().all()).sum();
      assertThat(all).isEqualTo(2 * audit.used());
      assertThat(audit.used() + audit.left().values().stream().mapToLong(n -> n).sum()).isEqualTo(audit.pairs());
    }
  }

  @Test
  void everyJudgesVerdictsAreCountedWhereTheyWereSaidNotWhatWasKept() throws Exception {
    StudyData data = study("""
          - gather: {layout: pairs}
          - compare: {teacher: [chatty, scholar], on_unparsed: keep}
          - keep: {where: "verdict == 'a'"}
        """);
    List<VerdictSheet> sheets = data.study().verdicts();

    assertThat(sheets).extracting(sheet -> sheet.by().judge()).containsExactly("chatty", "scholar");
    assertThat(sheets).allSatisfy(sheet -> {
      assertThat(sheet.by().simulated()).isTrue();
      assertThat(sheet.audit().pairs()).isEqualTo(36);
      assertThat(sheet.comparisons()).hasSize(3);
    });
    assertCounted(sheets, recounted("compare"));
    assertThat(data.quality()).extracting(view -> view.title()).containsExactly("chatty in compare (simulated judge)",
        "scholar in compare (simulated judge)");
    assertThat(StudyWords.limits(data)).anyMatch(limit -> limit.contains("a judge's view"))
        .anyMatch(limit -> limit.startsWith("Simulated judge: chatty, scholar."))
        .anyMatch(limit -> limit.startsWith("scholar compared its own answers"));
  }

  @Test
  void aSecondStepThatWritesTheSameColumnHasASheetOfItsOwn() throws Exception {
    StudyData data = study("""
          - gather: {layout: pairs}
          - compare: {teacher: [chatty], on_unparsed: keep}
          - compare: {teacher: [scholar], rubric: conciseness, on_unparsed: keep}
        """);

    assertThat(data.study().verdicts()).extracting(sheet -> sheet.by().step() + " " + sheet.by().judge())
        .containsExactly("compare chatty", "compare_2 scholar");
    assertCounted(data.study().verdicts().subList(0, 1), recounted("compare"));
    assertCounted(data.study().verdicts().subList(1, 2), recounted("compare_2"));
  }

  @Test
  void aRankingOfThreeCountsAsThreePairsOnOnePrompt() throws Exception {
    VerdictSheet sheet = study("""
          - gather: {layout: list}
          - rank: {teacher: [chatty], on_unparsed: keep}
        """).study().verdicts().getFirst();

    Map<String, double[]> points = new TreeMap<>();
    try (FinishedRun finished = FinishedRun.open(temp.resolve("run"), temp.resolve("work"));
        OfTable.Rows rows = finished.scan("rank")) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        add(row, points);
      }
    }
    assertThat(sheet.by().ranked()).isTrue();
    assertThat(sheet.audit().rows()).isEqualTo(12);
    assertThat(sheet.audit().pairs()).isEqualTo(36);
    assertThat(sheet.lines()).hasSize(3).allSatisfy(line -> {
      double[] own = Objects.requireNonNull(points.get(line.teacher()));
      assertThat(Objects.requireNonNull(line.winRate()).value()).isCloseTo(own[0] / own[1], within(1e-12));
      assertThat(line.tally().decided()).isEqualTo((long) own[1]);
    });
  }

  /// Of a ranking of three, from its mean rank: who has rank r beats 3 - r others, and each equal takes half away.
  private static void add(Row row, Map<String, double[]> points) {
    List<?> ranks = row.list("rank");
    List<?> candidates = Objects.requireNonNull(row.list("candidates"));
    for (int i = 0; ranks != null && i < ranks.size(); i++) {
      long rank = (Long) ranks.get(i);
      long equals = ranks.stream().filter(other -> other.equals(rank)).count() - 1;
      String teacher = String.valueOf(((Map<?, ?>) candidates.get(i)).get("teacher"));
      double[] own = points.computeIfAbsent(teacher, _ -> new double[2]);
      own[0] += 3 - rank - equals / 2.0;
      own[1] += 2;
    }
  }

  @Test
  void verdictsThatNameNoTeachersStandInNoTableAndItIsSaidSo() throws Exception {
    StudyData data = study("""
          - prompt: {template: "Say less: {{response}}", teacher: brief, answer: {into: b}}
          - compare: {teacher: [chatty], a: response, prompt: messages, on_unparsed: keep}
        """);

    assertThat(data.study().verdicts()).isEmpty();
    assertThat(data.notes()).anyMatch(note -> note.startsWith("The verdicts of step 'compare' stand in no table"));
  }
}
