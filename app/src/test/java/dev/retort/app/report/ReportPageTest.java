package dev.retort.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.app.report.Overview.Asked;
import dev.retort.app.report.Overview.Output;
import dev.retort.app.report.ReportData.TermsRow;
import dev.retort.app.report.SideBySide.Answer;
import dev.retort.app.report.SideBySide.Turn;
import dev.retort.app.report.TeacherSheet.Answers;
import dev.retort.app.report.TeacherSheet.Lengths;
import dev.retort.app.report.TeacherSheet.Speed;
import dev.retort.app.report.TeacherSheet.Spread;
import dev.retort.row.Json;
import dev.retort.run.RunSummary.Calls;
import dev.retort.run.RunSummary.State;
import dev.retort.run.RunSummary.StepSummary;
import dev.retort.step.OfTable.Funnel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

public class ReportPageTest {
  private static final String HOSTILE = "</script></style><img src=x onerror=\"alert('pwned')\"><!-- & ]]> '`";

  /// A report of so many teachers with harmless text.
  public static ReportData data(int teachers) {
    return data(teachers, "teacher-", "An answer.", 300);
  }

  private static ReportData data(int teachers, String name, String text, long simulated) {
    List<TeacherSheet> sheets = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < teachers; i++) {
      sheets.add(new TeacherSheet(name + i, "model " + name, simulated > 0,
          new Answers(100, i, Map.of("timeout", (long) i)),
          new Lengths(new Spread(1, 2, 3, 4, 5), i == 0 ? null : new Spread(1, 1, 2, 2, 3)),
          i == 0 ? null : new Speed(120, 1500, 44.4, Map.of())));
      answers.add(new Answer(name + i, text, i == 1 ? "failed: " + name : ""));
    }
    Overview overview = new Overview(name, new Asked(name, 7, "research", "0.1.0"),
        Instant.parse("2026-11-21T10:00:00Z"), State.DONE, new Calls(9, 8, 1, 3.5),
        new Output(List.of("export/" + name), 300, simulated));
    StepSummary step = new StepSummary(name, new Funnel(3, 1, 1, 1, 0, 1, Map.of(name, 1L)), true);
    return new ReportData(overview, List.of(step), sheets,
        List.of(new SideBySide(List.of(new Turn("user", text)), answers)),
        List.of(new TermsRow(name, "teacher", name, "allowed", name)), List.of(text));
  }

  /// The page without its own scripts and style.
  private static String markup(String page) {
    String rest = page;
    for (String own : List.of("report.css", "echarts.min.js", "report.js")) {
      assertThat(rest).contains(ReportPage.resource(own));
      rest = rest.replace(ReportPage.resource(own), "");
    }
    return rest;
  }

  @Test
  void hostileTextAnywhereNeverBecomesMarkup() {
    String page = markup(ReportPage.render(data(3, HOSTILE, HOSTILE, 0)));

    assertThat(page).doesNotContain("<img").doesNotContain("<!--").contains("&lt;img src=x onerror=");
    assertThat(page.split("</script>", -1)).hasSize(4);
    assertThat(page.split("</style>", -1)).hasSize(2);
    assertThat(page).doesNotContainPattern("<[^>]*alert\\('pwned'\\)");
  }

  @Test
  void aPageOfHarmlessTextHoldsIt() {
    String page = markup(ReportPage.render(data(3)));

    assertThat(page).contains("An answer.").contains("teacher-2").contains("120 ms / 1.5 s")
        .contains("21 November 2026, 10:00 UTC").contains("(finished in an earlier sitting)");
  }

  @Test
  void nothingIsFetched() {
    String page = markup(ReportPage.render(data(3)));

    assertThat(page).doesNotContainPattern("(src|href)\\s*=").doesNotContain("@import").contains("default-src 'none'");
  }

  @Test
  void simulatedAnswersAreSaidSoLoudly() {
    assertThat(markup(ReportPage.render(data(3)))).contains("Simulated answers.").contains("300 of 300 answers");
    assertThat(markup(ReportPage.render(data(3, "t", "x", 0)))).doesNotContain("Simulated answers.");
  }

  @Test
  void longAnswersAreCutWithANote() {
    String page = markup(ReportPage.render(data(2, "t", "😀".repeat(100_000), 0)));

    assertThat(page).contains("shown to here: 4,000 of 100,000 characters")
        .contains("failed: t; shown to here").contains("shown to here: 2,000 of 100,000 characters");
    assertThat(page.length()).isLessThan(300_000);
    assertThat(page).doesNotContain("\ufffd");
  }

  @Test
  void onlyTenPromptsAreShown() {
    ReportData one = data(1);
    ReportData many = new ReportData(one.overview(), one.funnel(), one.teachers(),
        java.util.Collections.nCopies(40, one.prompts().getFirst()), one.terms(), one.notes());

    assertThat(markup(ReportPage.render(many)).split("<details", -1).length - 1).isEqualTo(10);
  }

  @Test
  void controlCharactersAndHalvesOfPairsAreMadeVisible() {
    String page = markup(ReportPage.render(data(1, "t", "a\u0000b\u001b[2Jc\ud800d", 0)));

    assertThat(page).contains("a␀b␛[2Jc\ufffdd");
  }

  @Test
  void textOfEitherDirectionIsIsolated() {
    String page = markup(ReportPage.render(data(1, "t", "\u202eمرحبا", 0)));

    assertThat(page).contains("<div class=\"said\" dir=\"auto\" tabindex=\"0\">\u202eمرحبا</div>");
    assertThat(ReportPage.resource("report.css")).contains("unicode-bidi: isolate");
  }

  @Test
  void whatWasNotMeasuredIsADashAndAbsentFromThePlots() {
    JsonNode teachers = Json.read(PlotData.json(data(2))).get("teachers");

    assertThat(teachers.get(0).has("tokens")).isFalse();
    assertThat(teachers.get(0).has("p50")).isFalse();
    assertThat(teachers.get(1).get("p90").asDouble()).isEqualTo(1500);
    assertThat(markup(ReportPage.render(data(1)))).contains("<td>–</td>").doesNotContain("id=\"plot-tokens\"");
  }

  @Test
  void plotDataCannotLeaveItsElement() {
    assertThat(PlotData.json(data(2, HOSTILE, "x", 0))).doesNotContain("<").doesNotContain(">").doesNotContain("&");
  }

  @Test
  void everyPlotHasItsTextAndEveryTableItsCaption() {
    String page = markup(ReportPage.render(data(28)));

    assertThat(page.split("<table>", -1)).hasSameSizeAs(page.split("<caption>", -1));
    assertThat(page.split("class=\"plot\"", -1)).hasSameSizeAs(page.split("role=\"img\" aria-label=\"[^\"]{20}", -1))
        .hasSize(7);
    assertThat(page).contains("Highest: teacher-27 with 27.0. Lowest: teacher-0 with 0.0.");
  }

  @Test
  void anEmptyRunHasAPage() {
    Overview overview = data(1, "t", "x", 0).overview();
    String page = markup(ReportPage.render(new ReportData(overview, List.of(), List.of(), List.of(), List.of(),
        List.of())));

    assertThat(page).doesNotContain("Side by side").doesNotContain("Teachers</h2>");
  }

  @Test
  void thePageIsWrittenWhole(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "old");
    ReportPage.write(data(1), file);

    assertThat(file).content().startsWith("<!doctype html>").endsWith("</html>\n");
    try (java.util.stream.Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void quantilesThatFallAreRefused() {
    assertThatThrownBy(() -> new Spread(5, 4, 3, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Spread(Double.NaN, 4, 5, 6, 7)).isInstanceOf(IllegalArgumentException.class);
  }
}
