package dev.retort.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.compare.GroupReport.Entry;
import dev.retort.compare.GroupReport.Group;
import dev.retort.measure.diversity.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class StyleTest {
  @TempDir
  Path folder = Path.of("");

  private GroupReport report(String... measures) throws IOException {
    Written written = new Written(folder);
    String file = written.lines("f.jsonl", "{'teacher': 'x', 'response': '**Sure** thing, here it is'}",
        "{'teacher': 'x', 'response': 'Sure thing'}", "{'teacher': 'y', 'response': 'I cannot help with that.'}",
        "{'teacher': 'x', 'response': ''}");
    return new Style(new TextSource(List.of(file), ColumnNames.GUESSED, false), Style.choose(List.of(measures)),
        new Draw(100, 1)).measure(written);
  }

  private static double value(Entry entry) {
    return switch (entry.reading()) {
      case Reading.Taken taken -> taken.measured().value();
      case Reading.Bare bare -> bare.value();
      case Reading.Absent absent -> throw new AssertionError(entry.measure() + ": " + absent.reason());
    };
  }

  @Test
  void eachAuthorHasItsNumbersInTheUsualOrder() throws IOException {
    GroupReport report = report("refusal_rate", "tag_strong", "words_mean");

    assertThat(report.settings().keySet()).containsExactly("tag_strong", "words_mean", "refusal_rate");
    Group x = report.groups().getFirst();
    Group y = report.groups().getLast();
    assertThat(List.of(x.author(), y.author())).containsExactly("x", "y");
    assertThat(x.entries()).extracting(StyleTest::value).containsExactly(1 / 3.0, 7 / 3.0, 0.0);
    assertThat(y.entries()).extracting(StyleTest::value).containsExactly(0.0, 5.0, 1.0);
  }

  @Test
  void whatNoTextHasIsNullWithAReason() throws IOException {
    JsonNode json = GroupJson.of(report(), 1);

    assertThat(json.required("groups").get(1).required("opening_5").required("value").doubleValue()).isEqualTo(1);
    assertThat(json.required("groups").get(0).required("opening_5").required("sample").intValue()).isEqualTo(1);
    assertThat(json.required("groups").get(1).required("opening_5").required("low").isNull()).as("few texts").isTrue();
    assertThat(json.toString()).doesNotContain("NaN");
    assertThat(json.required("measures").propertyNames()).contains("words_median", "tag_strong");
  }

  @Test
  void theSlopeOfMarkerWordsIsToldFromDates() throws IOException {
    Written written = new Written(folder);
    String file = written.lines("d.jsonl", "{'text': 'a plain word here', 'when': '2023-01-05T10:00:00Z'}",
        "{'text': 'we delve into it', 'when': 1704067200}", "{'text': 'we delve and delve', 'when': 1735689600000}",
        "{'text': 'never dated', 'when': 'yesterday'}", "{'text': 'nor this'}");
    GroupReport report = new Style(
        new TextSource(List.of(file), new ColumnNames(null, null, null, ColumnNames.dates("when")), false), List.of(),
        new Draw(100, 1)).measure(written);

    // None, 1 and 2 of 4 words, each a year later.
    Entry slope = report.groups().getFirst().entries().getLast();
    assertThat(slope.measure()).isEqualTo("marker_words_slope");
    assertThat(value(slope)).isCloseTo(250_000, within(1e-6));
    assertThat(slope.reading()).extracting("note").asString().contains("2023-01: 0, 2024-01: 250000, 2025-01: 500000",
        "2 texts without a date");
    assertThat(report.settings().keySet()).containsExactly("marker_words_slope");
  }

  @Test
  void someNumbersCanBeShownAlone() throws IOException {
    GroupReport some = report().only(Style.FIRST);

    assertThat(some.settings()).hasSize(Style.FIRST.size() - 1);
    assertThat(some.groups()).allSatisfy(group -> assertThat(group.entries()).hasSize(Style.FIRST.size() - 1));
    assertThatThrownBy(() -> report("refusal")).hasMessageContaining("found 'refusal'");
    assertThatThrownBy(() -> report("word_mean")).hasMessageContaining("Did you mean 'words_mean'?");
  }
}
