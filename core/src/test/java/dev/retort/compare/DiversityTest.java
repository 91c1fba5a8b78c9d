package dev.retort.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.UserError;
import dev.retort.compare.GroupReport.Group;
import dev.retort.measure.diversity.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DiversityTest {
  @TempDir
  Path folder = Path.of("");
  private Written written = new Written(folder);

  @BeforeEach
  void folder() {
    written = new Written(folder);
  }

  private GroupReport report(List<String> measures, Draw draw, String... files) {
    return new Diversity(new TextSource(List.of(files), ColumnNames.GUESSED, false), null,
        Diversity.options(measures, false, draw.seed()), draw).measure(written);
  }

  private static double value(Group group) {
    return switch (group.entries().getFirst().reading()) {
      case Reading.Taken taken -> taken.measured().value();
      case Reading.Bare bare -> bare.value();
      case Reading.Absent absent -> throw new AssertionError(absent.reason());
    };
  }

  @Test
  void eachAuthorIsMeasuredByItself() throws IOException {
    String file = written.lines("f.jsonl", "{'model': 'x', 'text': 'a b'}", "{'model': 'y', 'text': 'a a'}",
        "{'model': 'x', 'text': 'a c'}", "{'model': 'y', 'text': 'a a'}");
    GroupReport report = report(List.of("distinct_1"), new Draw(100, 1), file);

    assertThat(report.groups()).extracting(Group::author).containsExactly("x", "y");
    assertThat(report.groups()).extracting(DiversityTest::value).containsExactly(0.75, 0.25);
    assertThat(report.groups().getFirst().texts()).isEqualTo(2);
  }

  @Test
  void whatIsKnownIsInTheJsonAndWhatIsNotIsNull() throws IOException {
    String file = written.lines("f.jsonl", "{'model': 'x', 'text': 'a b'}", "{'model': 'y', 'text': ''}");
    JsonNode json = GroupJson.of(report(List.of("distinct_2", "self_bleu"), new Draw(100, 1), file), 1);

    assertThat(json.propertyNames()).containsExactly("measures", "groups", "comparisons", "intervals", "sample");
    assertThat(json.at("/groups/0/distinct_2/value").doubleValue()).isEqualTo(1);
    assertThat(json.at("/groups/0/distinct_2/low").isNull()).isTrue();
    assertThat(json.at("/groups/0/distinct_2/sample").intValue()).isEqualTo(1);
    assertThat(json.at("/groups/0/self_bleu/value").isNull()).isTrue();
    assertThat(json.at("/groups/1/distinct_2/value").isNull()).isTrue();
    assertThat(json.at("/groups/1/distinct_2/note").stringValue()).isEqualTo("no text has words");
    assertThat(json.at("/sample/empty_texts").intValue()).isEqualTo(1);
    assertThat(json.toString()).doesNotContain("NaN");
  }

  @Test
  void onlySoManyTextsOfEachAreMeasuredByTheSeed() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      records.add("{'model': 'x', 'text': 'word%d'}".formatted(i));
    }
    String file = written.lines("f.jsonl", records.toArray(new String[0]));
    TextGroups groups = new TextGroups(new Draw(10, 1), new HeldText(1 << 20), null);
    new TextSource(List.of(file), ColumnNames.GUESSED, false).read(false, groups, written);
    TextGroup group = groups.groups().getFirst();

    assertThat(group.beyond()).isEqualTo(30);
    assertThat(group.texts()).hasSize(10).doesNotHaveDuplicates()
        .isSortedAccordingTo((a, b) -> Integer.parseInt(a.substring(4)) - Integer.parseInt(b.substring(4)));
    assertThat(group.texts()).isNotEqualTo(records.subList(0, 10));
    assertThat(report(List.of("distinct_1"), new Draw(10, 1), file).groups().getFirst().texts()).isEqualTo(10);
  }

  @Test
  void aFileInAnotherOrderOfArgumentsDoesNotChangeAByte() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      records.add("{'text': 'some words and %d more %d'}".formatted(i * i, i % 7));
    }
    String one = written.lines("one.jsonl", records.toArray(new String[0]));
    String two = written.lines("two.jsonl", records.reversed().toArray(new String[0]));
    Draw draw = new Draw(20, 3);

    assertThat(GroupJson.of(report(List.of(), draw, two, one), 3))
        .hasToString(GroupJson.of(report(List.of(), draw, one, two), 3).toString());
  }

  @Test
  void textsWithoutSpacesHaveNoPerplexityOfWords() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      records.add("{'text': '%s'}".formatted(Character.toString(0x4e00 + 37 * i).repeat(600 + i)));
    }
    String file = written.lines("f.jsonl", records.toArray(new String[0]));
    Group group = report(List.of("perplexity_builtin", "self_bleu"), new Draw(20, 3), file).groups().getFirst();

    assertThat(group.entries().getLast().reading()).isInstanceOf(Reading.Absent.class);
    assertThat(group.entries().getFirst().reading()).isInstanceOf(Reading.Taken.class);
  }

  private static final String TOLD = "{'text': 'a b', 'perplexity_logprob': %s, 'perplexity_tokens': %s, 'perplexity_teacher': '%s'}";

  private GroupReport told(List<String> measures, @Nullable String columns, String... files) {
    Draw draw = new Draw(100, 1);
    TextSource source = new TextSource(List.of(files), ColumnNames.GUESSED, false)
        .with(Diversity.logProbs(measures, columns));
    return new Diversity(source, null, Diversity.options(measures, false, 1), draw).measure(written);
  }

  @Test
  void perplexityUnderATeacherIsOfAllTokensTogether() throws IOException {
    List<String> records = new ArrayList<>(List.of("{'text': ''}"));
    for (int i = 1; i <= 12; i++) {
      records.add(TOLD.formatted("-" + i, 2 * i, "qwen"));
    }
    String file = written.lines("f.jsonl", records.toArray(new String[0]));
    Group group = told(List.of("perplexity_teacher"), null, file).groups().getFirst();

    assertThat(group.entries()).singleElement().satisfies(entry -> {
      assertThat(entry.measure()).isEqualTo("perplexity_teacher:qwen");
      assertThat(entry.reading()).isInstanceOfSatisfying(Reading.Taken.class, taken -> {
        assertThat(taken.measured().value()).isCloseTo(Math.exp(0.5), within(1e-12));
        assertThat(taken.measured().low()).as("half a nat a token in every text").isCloseTo(Math.exp(0.5),
            within(1e-9));
        assertThat(taken.measured().sample()).isEqualTo(12);
        assertThat(taken.note()).contains("12 texts of 156 tokens", "1 without log-probabilities left out");
      });
    });
    assertThat(told(List.of("distinct_1"), null, file).groups().getFirst().entries()).hasSize(1);
    assertThat(told(List.of(), null, file).groups().getFirst().entries()).extracting(GroupReport.Entry::measure)
        .contains("perplexity_builtin").last().isEqualTo("perplexity_teacher:qwen");
  }

  @Test
  void textsOfUnlikePerplexityWidenTheInterval() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      records.add("{'text': 'a b', 's': '%s', 'n': '4'}".formatted(i % 2 == 0 ? -4 : -8));
    }
    String file = written.lines("f.jsonl", records.toArray(new String[0]));
    GroupReport report = told(List.of("perplexity_teacher"), "s, n", file);

    assertThat(report.settings()).containsOnlyKeys("perplexity_teacher");
    assertThat(report.groups().getFirst().entries().getFirst().reading())
        .isInstanceOfSatisfying(Reading.Taken.class, taken -> {
          assertThat(taken.measured().value()).isCloseTo(Math.exp(1.5), within(1e-12));
          assertThat(taken.measured().low()).isBetween(Math.exp(1.2), Math.exp(1.4));
          assertThat(taken.measured().high()).isBetween(Math.exp(1.6), Math.exp(1.8));
        });
  }

  @Test
  void teachersAreNotPooledAndFewTextsHaveNoInterval() throws IOException {
    String file = written.lines("f.jsonl", TOLD.formatted("-2", 1, "b"), TOLD.formatted("-1", 1, "a"),
        TOLD.formatted("null", "null", "a"));
    Group group = told(List.of("perplexity_teacher"), null, file).groups().getFirst();

    assertThat(group.entries()).extracting(GroupReport.Entry::measure)
        .containsExactly("perplexity_teacher:a", "perplexity_teacher:b");
    assertThat(group.entries().getFirst().reading()).isInstanceOfSatisfying(Reading.Bare.class, bare -> {
      assertThat(bare.value()).isCloseTo(Math.E, within(1e-12));
      assertThat(bare.note()).contains("1 texts of 1 tokens; 2 without");
    });
  }

  @Test
  void wrongLogProbabilitiesAreRefused() throws IOException {
    String none = written.lines("none.jsonl", "{'text': 'a'}");
    String high = written.lines("high.jsonl", TOLD.formatted("2", 1, "b"));
    String part = written.lines("part.jsonl", TOLD.formatted("-2", 1.5, "b"));
    String word = written.lines("word.jsonl", TOLD.formatted("'much'", 1, "b"));
    String empty = written.lines("empty.jsonl", TOLD.formatted("null", "null", "b"));

    assertThat(told(List.of(), null, none).groups().getFirst().entries()).extracting(GroupReport.Entry::measure)
        .noneMatch(name -> name.startsWith("perplexity_teacher"));
    assertThatThrownBy(() -> told(List.of("perplexity_teacher"), null, none))
        .hasMessageContaining("--log-probs: no record has 'perplexity_logprob'");
    assertThatThrownBy(() -> told(List.of(), null, high)).hasMessageContaining("found 2 in 'perplexity_logprob'");
    assertThatThrownBy(() -> told(List.of(), null, part)).hasMessageContaining("beside 1.5 in 'perplexity_tokens'");
    assertThatThrownBy(() -> told(List.of(), null, word)).hasMessageContaining("found 'much' in 'perplexity_logprob'");
    assertThatThrownBy(() -> told(List.of(), "one", none)).hasMessageContaining("--log-probs: found 'one', wanted two");
    assertThat(told(List.of("perplexity_teacher"), null, empty).groups().getFirst().entries().getFirst().reading())
        .isEqualTo(new Reading.Absent("no text has log-probabilities"));
  }

  @Test
  void anAuthorsSlicesAreMeasuredApart() throws IOException {
    String file = written.lines("f.jsonl", "{'model': 'x', 'topic': 'a', 'text': 'a b'}",
        "{'model': 'x', 'topic': 'b', 'text': 'a a'}", "{'model': 'y', 'topic': 'a', 'text': 'a'}",
        "{'model': 'y', 'text': 'a'}");
    TextSource source = new TextSource(List.of(file), new ColumnNames(null, null, "model, topic", null), false);
    GroupReport report = new Diversity(source, null, Diversity.options(List.of("distinct_1"), false, 1), new Draw(9, 1))
        .measure(written);

    assertThat(report.groups()).extracting(Group::author).containsExactly("x / a", "x / b", "y / a");
    assertThat(report.groups()).extracting(DiversityTest::value).containsExactly(1.0, 0.5, 1.0);
    assertThat(report.read().left()).containsEntry("no author in 'model' and 'topic'", 1L);
    TextSource wrong = new TextSource(List.of(file), new ColumnNames(null, null, "model,topik", null), false);
    assertThatThrownBy(() -> wrong.read(false, (_, _, _) -> {}, written)).hasMessageContaining("no record has 'topik'");
  }

  @Test
  void filesWithoutAnyTextAreRefusedWithTheReason() throws IOException {
    String file = written.lines("f.jsonl", "{'text': null, 'n': 1}", "{'text': 3, 'n': 2}",
        "{'text': 'a', 'model': null}");
    TextSource source = new TextSource(List.of(file), new ColumnNames(null, "n", null, null), false);

    assertThatThrownBy(() -> new Diversity(source, null, Diversity.options(List.of(), false, 1), new Draw(9, 1))
        .measure(written)).isInstanceOf(UserError.class)
        .hasMessageContaining("no record has all that is measured: found no text in 'n' in 3 of 3 records");
  }

  @Test
  void whatIsMeasuredIsNeitherAuthorNorPrompt() throws IOException {
    String file = written.lines("f.jsonl", "{'text': 'a', 'model': 'x', 'prompt': 'p'}");
    assertThatThrownBy(() -> new TextSource(List.of(file), new ColumnNames(null, "text", "text", null), false)
        .read(false, (_, _, _) -> {}, written)).hasMessageContaining("--by: found 'text', which is the text");
    assertThatThrownBy(() -> new TextSource(List.of(file), new ColumnNames("text", "text", null, null), false)
        .read(true, (_, _, _) -> {}, written)).hasMessageContaining("--prompt: found 'text', which is the text");
  }

  @Test
  void unknownMeasuresAndMissingEmbeddingsAreTold() {
    assertThatThrownBy(() -> Diversity.options(List.of("distinct1"), false, 1))
        .hasMessageContaining("Did you mean 'distinct_1'?");
    assertThatThrownBy(() -> Diversity.options(List.of("", " "), false, 1)).hasMessageContaining("found none");
    assertThatThrownBy(() -> Style.choose(List.of(""))).hasMessageContaining("found none");
    assertThatThrownBy(() -> Diversity.options(List.of("vendi_embedding"), false, 1))
        .hasMessageContaining("Name it with --vectors");
    assertThat(Diversity.options(List.of(), false, 1).measures()).doesNotContain("vendi_embedding");
    assertThat(Diversity.options(List.of(), true, 1).measures()).contains("vendi_embedding");
  }
}
