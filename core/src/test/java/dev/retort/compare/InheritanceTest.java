package dev.retort.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.compare.Inheritance.Trio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class InheritanceTest {
  @TempDir
  Path folder = Path.of("");

  private String answers() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      record(records, i, "loud", "**one** **two** and more");
      record(records, i, "plain", "one two and more");
      record(records, i, "pupil", i % 2 == 0 ? "**one** **two** and more" : "**one** and a bit more");
    }
    record(records, 30, "pupil", "# nobody else was asked this");
    return new Written(folder).lines("f.jsonl", records.toArray(new String[0]));
  }

  private static void record(List<String> records, int prompt, String author, String text) {
    records.add("{'prompt': 'p%d', 'model': '%s', 'output': '%s'}".formatted(prompt, author, text));
  }

  private Inheritance.Report report(String student, String teacher, String other) throws IOException {
    return new Inheritance(new TextSource(List.of(answers()), ColumnNames.GUESSED, false),
        new Trio(student, teacher, other), new Draw(100, 1)).measure(MeasureListener.SILENT);
  }

  @Test
  void aPupilIsNearerToTheTeacherItWritesLike() throws IOException {
    Inheritance.Report found = report("pupil", "loud", "plain");
    JsonNode json = InheritanceJson.of(found, 1);

    assertThat(found.prompts()).isEqualTo(30);
    assertThat(json.at("/to_teacher/features/strong/ratio").doubleValue()).isCloseTo(0.75, within(1e-12));
    assertThat(json.at("/to_other/features/strong/ratio").isNull()).isTrue();
    assertThat(json.at("/control/difference").doubleValue()).isPositive();
    assertThat(json.at("/control/p").doubleValue()).isLessThan(0.01);
    assertThat(json.toString()).doesNotContain("NaN");
  }

  @Test
  void andFartherFromTheOtherOne() throws IOException {
    JsonNode json = InheritanceJson.of(report("pupil", "plain", "loud"), 1);

    assertThat(json.at("/control/difference").doubleValue()).isNegative();
    assertThat(json.at("/control/p").doubleValue()).isGreaterThan(0.5);
  }

  @Test
  void anAuthorThatIsNotThereIsToldWithTheNearest() {
    assertThatThrownBy(() -> report("pupil", "lod", "plain")).hasMessageContaining("--teacher: no text is by 'lod'")
        .hasMessageContaining("Did you mean 'loud'?");
  }
}
