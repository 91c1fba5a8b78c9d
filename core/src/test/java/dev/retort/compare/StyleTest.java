package dev.retort.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    assertThat(entry.reading()).as(entry.measure()).isInstanceOf(Reading.Taken.class);
    return entry.reading() instanceof Reading.Taken taken ? taken.measured().value() : Double.NaN;
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
    assertThat(json.toString()).doesNotContain("NaN");
    assertThat(json.required("measures").propertyNames()).containsAll(Style.FIRST);
  }

  @Test
  void someNumbersCanBeShownAlone() throws IOException {
    GroupReport some = report().only(Style.FIRST);

    assertThat(some.settings()).hasSameSizeAs(Style.FIRST);
    assertThat(some.groups()).allSatisfy(group -> assertThat(group.entries()).hasSameSizeAs(Style.FIRST));
    assertThatThrownBy(() -> report("refusal")).hasMessageContaining("found 'refusal'");
    assertThatThrownBy(() -> report("word_mean")).hasMessageContaining("Did you mean 'words_mean'?");
  }
}
