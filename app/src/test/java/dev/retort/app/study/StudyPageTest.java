package dev.retort.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.retort.app.report.PageParts;
import dev.retort.app.report.SideBySide;
import dev.retort.app.report.SideBySide.Answer;
import dev.retort.app.report.SideBySide.Turn;
import dev.retort.app.report.TeacherSheet;
import dev.retort.app.report.TeacherSheet.Answers;
import dev.retort.app.report.TeacherSheet.Lengths;
import dev.retort.app.report.TeacherSheet.Speed;
import dev.retort.app.report.TeacherSheet.Spread;
import dev.retort.measure.statistics.Measured;
import dev.retort.recipe.PreferenceFiles.Scale;
import dev.retort.row.Json;
import dev.retort.study.Judgement;
import dev.retort.study.Names;
import dev.retort.study.Paired;
import dev.retort.study.Pairing;
import dev.retort.study.Pairwise;
import dev.retort.study.PreferenceSheet;
import dev.retort.study.Preferences;
import dev.retort.study.StudyMaking;
import dev.retort.study.Tournament;
import dev.retort.study.Verdict;
import dev.retort.study.VerdictSheet;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

public class StudyPageTest {
  private static final String HOSTILE = "</script></style><img src=x onerror=\"alert('pwned')\"><!-- & ]]> '`";

  /// A study of three teachers with harmless names, their prices 1, 2 and 3 USD.
  static StudyData data() {
    return data("teacher-", false, true);
  }

  private static StudyData data(String name, boolean simulated, boolean priced) {
    List<String> teachers = List.of(name + 0, name + 1, name + 2);
    Pairing pairing = new Pairing(100, 1, teachers);
    for (int p = 0; p < 20; p++) {
      for (int t = 0; t < 3; t++) {
        pairing.add(new Pairing.Answer("p" + p, name + " asks " + p, teachers.get(t),
            "%s says %d and %d things".formatted(name, p, p * t), Map.of("score " + name, p % 3 + 2.0 * t)));
      }
    }
    Paired paired = pairing.paired();
    StudyMaking making = new StudyMaking(paired, 7);
    Preferences preferences = new Preferences(teachers, Names.of(teachers, Map.of()), paired.prompts(),
        Scale.ALPACA_EVAL);
    for (int p = 0; p < 20; p++) {
      preferences.add(new Judgement(Path.of("f/" + name + 1), name + " the judge", name + 0, name + 1,
          paired.prompts().get(p), p == 3 ? null : Double.valueOf(1 + p % 2)));
    }
    PreferenceSheet sheet = preferences.sheet(making.resamples(), 0);
    List<TeacherLine> lines = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      lines.add(new TeacherLine(teachers.get(t), teachers.get(t), sheet(teachers.get(t), simulated),
          new TeacherLine.Cost(priced ? BigDecimal.valueOf(t + 1L) : null, 20L)));
      answers.add(new Answer(teachers.get(t), name + " says", ""));
    }
    return new StudyData(new StudyData.Head(name, "done", "teacher", name, "0.1.0"), lines,
        making.study(List.of(name), new Pairwise(sheet, List.of(verdicts(teachers, name, simulated, making)))),
        List.of(new SideBySide(List.of(new Turn("user", name)), answers)),
        List.of(new JudgeLine(name, "grading", name, of(0.5))), List.of(name));
  }

  /// The first teacher beats the second on nine prompts of ten, the tenth cannot be read; the third met nobody.
  private static VerdictSheet verdicts(List<String> teachers, String name, boolean simulated, StudyMaking making) {
    Tournament tournament = new Tournament(teachers, Names.of(teachers, Map.of()), 20);
    for (int p = 0; p < 10; p++) {
      tournament.row(List.of(new Verdict(p, teachers.get(0), teachers.get(1),
          p == 9 ? Verdict.Outcome.UNDECIDED : Verdict.Outcome.A)));
    }
    tournament.none("failed, " + name);
    return tournament.sheet(new VerdictSheet.By(name, name + " on the bench", false, simulated), making.resamples());
  }

  private static TeacherSheet sheet(String name, boolean simulated) {
    return new TeacherSheet(name, "model " + name, simulated, new Answers(20, 1, Map.of("timeout", 2L)),
        new Lengths(new Spread(1, 2, 3, 4, 5), null), new Speed(120, 1500, 44.4, Map.of()));
  }

  /// The page without its own scripts and styles.
  private static String markup(String page) {
    String rest = page;
    for (String own : List.of("report.css", "study.css", "echarts.min.js", "study.js")) {
      assertThat(rest).contains(PageParts.text(own));
      rest = rest.replace(PageParts.text(own), "");
    }
    return rest;
  }

  @Test
  void hostileTextAnywhereNeverBecomesMarkup() {
    String page = markup(StudyPage.render(data(HOSTILE, true, true)));

    assertThat(page).doesNotContain("<img").doesNotContain("<!--").contains("&lt;img src=x onerror=");
    assertThat(page.split("</script>", -1)).hasSize(4);
    assertThat(page.split("</style>", -1)).hasSize(2);
    assertThat(page).doesNotContainPattern("<[^>]*alert\\('pwned'\\)");
    assertThat(StudyPlots.json(data(HOSTILE, true, true))).doesNotContain("<").doesNotContain(">").doesNotContain("&");
  }

  @Test
  void hostileTextDoesNotLeaveItsCellInMarkdown() {
    String page = StudyMarkdown.of(data("a|b\n# <b>\u202e", false, true));

    assertThat(page).contains("a\\|b \\# \\<b\\>").doesNotContain("\n# <b>").doesNotContain("<b>");
  }

  @Test
  void aPageOfHarmlessTextHoldsIt() {
    String page = markup(StudyPage.render(data()));

    assertThat(page).contains("3 teachers on all 20 prompts").contains("teacher- says")
        .contains("Judged by teacher- the judge against teacher-0").contains("student trained on a teacher")
        .contains("a judge's view");
  }

  @Test
  void nothingIsFetched() {
    assertThat(markup(StudyPage.render(data()))).doesNotContainPattern("(src|href)\\s*=").doesNotContain("@import")
        .contains("default-src 'none'");
  }

  @Test
  void theSameStudyGivesTheSamePageMarkdownAndJson() {
    assertThat(StudyPage.render(data())).isEqualTo(StudyPage.render(data()));
    assertThat(StudyMarkdown.of(data())).isEqualTo(StudyMarkdown.of(data()));
    assertThat(StudyPage.json(data())).isEqualTo(StudyPage.json(data()));
  }

  @Test
  void simulatedTeachersAreSaidSoLoudly() {
    StudyData simulated = data("t", true, true);

    assertThat(markup(StudyPage.render(simulated))).contains("Simulated answers.")
        .contains("<span class=\"mark\">simulated</span>");
    assertThat(StudyMarkdown.of(simulated)).contains("**Simulated answers**");
    assertThat(markup(StudyPage.render(data()))).doesNotContain("Simulated answers.");
  }

  @Test
  void everyPlotHasItsTextAndEveryTableItsCaption() {
    String page = markup(StudyPage.render(data()));

    assertThat(page.split("class=\"plot\"", -1)).hasSizeGreaterThan(6);
    assertThat(page).doesNotContainPattern("class=\"plot\"(?![^>]*role=\"img\" aria-label=\"[^\"]{20})");
    assertThat(page.split("<table", -1)).hasSameSizeAs(page.split("<caption", -1));
  }

  @Test
  void theParetoFrontHoldsWhoNobodyIsBothCheaperAndBetterThan() {
    StudyData data = data();
    QualityView scores = data.quality().getFirst();

    assertThat(StudyPlots.points(data, scores.values()).stream().filter(StudyPlots.Point::front)).hasSize(3);
    assertThat(StudyPlots.points(data, data.quality().get(1).values())).hasSize(1);
    assertThat(StudyPlots.points(data, scores.values()).getFirst()).satisfies(cheapest -> {
      assertThat(cheapest.usd()).isEqualTo(0.05); // one dollar for twenty accepted rows
      assertThat(cheapest.front()).isTrue();
    });
  }

  @Test
  void whoIsDearerAndNoBetterIsNotOnTheFront() {
    Map<String, Measured> quality = Map.of("teacher-0", of(0.5), "teacher-1", of(0.4), "teacher-2", of(0.9));

    assertThat(StudyPlots.points(data(), quality)).extracting(StudyPlots.Point::teacher, StudyPlots.Point::front)
        .containsExactly(tuple("teacher-0", true), tuple("teacher-1", false), tuple("teacher-2", true));
  }

  private static Measured of(double value) {
    return new Measured(value, value, value, 20);
  }

  @Test
  void withoutPricesNoCostIsDrawnAndItIsSaidSo() {
    StudyData data = data("t", false, false);
    String page = markup(StudyPage.render(data));

    assertThat(StudyTables.scatters(data)).isEmpty();
    assertThat(page).doesNotContain("id=\"plot-scatter").contains("Cost is not known");
    assertThat(StudyJson.of(data).at("/teachers/0/cost/usd").isNull()).isTrue();
  }

  @Test
  void whatTheRunsJudgesSaidStandsOnThePageInMarkdownAndInJson() {
    String page = markup(StudyPage.render(data("t", true, true)));
    String markdown = StudyMarkdown.of(data("t", true, true));
    JsonNode json = StudyJson.of(data("t", true, true)).path("verdicts").get(0);

    assertThat(page).contains("Judged by t on the bench in step t <span class=\"mark\">simulated</span>")
        .contains("No finite strengths exist: of (t0) and (t1)").contains("Simulated judge: t on the bench")
        .contains("1 comparison more without a verdict: failed, t.").contains("Not judged: t2.");
    assertThat(markdown).contains("Judged by t on the bench in t (simulated judge), against all opponents")
        .contains("| t0 | 1.000 | 9 | 0 | 0 | 0 | 1 |")
        .contains("10 verdicts of two answers in 10 comparisons; 9 decided, 0 inconsistent, 1 undecided");
    assertThat(json.at("/teachers/0/win_rate/value").asDouble()).isEqualTo(1);
    assertThat(json.at("/strengths/state").stringValue("")).isEqualTo("unbounded");
    assertThat(json.path("simulated_judge").asBoolean()).isTrue();
    assertThat(json.at("/verdicts/used").asInt()).isEqualTo(10);
    assertThat(markup(StudyPage.render(data()))).doesNotContain("Simulated judge");
  }

  @Test
  void theJsonHoldsWinRatesPairsAndWhatIsNotMeasured() {
    JsonNode json = Json.read(StudyPage.json(data()));

    JsonNode duel = json.at("/preferences/tables/0/teachers/0");
    assertThat(duel.path("undecided").asInt()).isEqualTo(1);
    assertThat(duel.path("won").asInt()).isEqualTo(9);
    assertThat(duel.at("/win_rate/value").asDouble()).isEqualTo(9.0 / 19);
    assertThat(json.at("/similarity/pairs")).hasSize(3);
    assertThat(json.path("scores").get(0).path("comparisons")).hasSize(3);
    assertThat(json.at("/preferences/not_judged")).hasSize(2);
    assertThat(text(json.path("not_measured").get(0))).startsWith("Whether a student trained");
  }

  private static @Nullable String text(JsonNode node) {
    return node.stringValue(null);
  }

  @Test
  void whoHasNoBoundIsADashAndAnOpenEndIsNullInJson() {
    assertThat(StudyWords.number(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    assertThat(StudyWords.number(-0.0004)).isEqualTo("0.000");
    assertThat(StudyWords.number(-1.25)).isEqualTo("−1.250");
    assertThat(StudyPlots.rounded(Double.NEGATIVE_INFINITY)).isNull();
  }
}
