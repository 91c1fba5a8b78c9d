package dev.retort.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.OfTable.Funnel;
import dev.retort.step.OfTable.RunFacts;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class DatasetCardTest {
  private static final String HOSTILE = "x\"]\n---\n# Owned | <script>alert(1)</script> [a](javascript:b) `c` \u202e"
      + " www.example.org ${HOME} &amp;";
  private static final Schema SCHEMA = Schema.of(Column.text("teacher"), Column.text("served_model"),
      Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST));

  /// What is known of a run, for this test.
  private record Known(String recipe, Use intendedUse, Map<String, Teacher> teachers, Map<String, Terms> datasets,
      Map<String, Funnel> funnels, long simulated) implements RunFacts {}

  private static Exported exported(String teacher, String served, int rows) {
    Exported exported = new Exported();
    for (int i = 0; i < rows; i++) {
      exported.kept(new Row("r" + i, SCHEMA, teacher, served, false,
          Source.union(List.of(), new Source(teacher, "generator"))));
    }
    return exported;
  }

  private static String card(String name, Exported exported, Terms terms, @Nullable String override) {
    Map<String, Funnel> funnels = new LinkedHashMap<>();
    funnels.put("read", new Funnel(10, 10, 0, 0, 0, 10, Map.of()));
    funnels.put(name, new Funnel(10, 4, 5, 1, 0, 4, Map.of("too_short", 5L, "timeout", 1L)));
    Known known = new Known(name, Use.RESEARCH, Map.of(), Map.of("read", terms), funnels, 0);
    Manifest manifest = new Manifest("chat", "jsonl", Schema.of(Column.text(name)),
        List.of(new DataFile("data-00000-of-00001.jsonl", exported.rows(), 12, "ab")));
    return new DatasetCard("write", known, manifest, exported,
        TermsGate.check(Use.RESEARCH, exported.sources(), Map.of(name, terms), Map.of()), override).markdown();
  }

  private static Map<?, ?> frontMatter(String card) {
    assertThat(card).startsWith("---\n");
    String yaml = card.substring(4, card.indexOf("\n---\n", 4) + 1);
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }

  @Test
  void theHeadIsYamlThatTheHubReads() {
    Terms apache = new Terms("apache-2.0", List.of(Use.RESEARCH), List.of(), "");
    Map<?, ?> head = frontMatter(card("my recipe", exported("my recipe", "m", 3), apache, null));
    assertThat(head.get("license")).isEqualTo("apache-2.0");
    assertThat(head.get("pretty_name")).isEqualTo("my recipe");
    assertThat(head.get("size_categories")).isEqualTo(List.of("n<1K"));
    assertThat(head.get("tags")).isEqualTo(List.of("synthetic", "retort"));
    assertThat(head.get("configs")).isEqualTo(List.of(Map.of("config_name", "default", "data_files",
        List.of(Map.of("split", "train", "path", "data-*.jsonl")))));
  }

  @ParameterizedTest
  @CsvSource({"apache-2.0,apache-2.0", "Apache-2.0,apache-2.0", "house rules,other", "unknown,unknown", "own,other"})
  void aLicenceIsClaimedOnlyWhereItIsSure(String terms, String license) {
    Terms given = new Terms(terms, List.of(Use.RESEARCH), List.of(), "");
    assertThat(frontMatter(card("r", exported("r", "m", 1), given, null)).get("license")).isEqualTo(license);
  }

  @Test
  void whatModelsAndRecipesSayCannotBreakOutOfTheCard() {
    String card = card(HOSTILE, exported(HOSTILE, HOSTILE, 2), new Terms(HOSTILE, List.of(), List.of(), HOSTILE),
        HOSTILE);
    assertThat(frontMatter(card).keySet()).extracting(Object::toString).containsExactly("pretty_name", "license",
        "license_name", "license_link", "size_categories", "tags", "configs");
    String body = card.substring(card.indexOf("\n---\n", 4) + 5);
    assertThat(body).doesNotContain("<script>").doesNotContain("\n# Owned").doesNotContain("\u202e")
        .doesNotContain("](javascript").doesNotContain("www.example")
        .contains("&lt;script&gt;", "\\[a\\]\\(javascript\\:b");
    assertThat(body.lines().filter(line -> line.equals("---"))).isEmpty();
    body.lines().filter(line -> line.startsWith("| ")).forEach(
        line -> assertThat(line.replace("\\|", "").chars().filter(c -> c == '|').count()).isIn(3L, 5L, 6L, 7L, 9L));
  }

  @Test
  void theFunnelOfEveryStepIsThereWithItsReasons() {
    assertThat(card("clean", exported("clean", "m", 3), Terms.UNKNOWN, null)).contains(
        "| `read` | 10 | 10 | 0 | 0 | 0 | 10 |  |", "| `clean` | 10 | 4 | 5 | 1 | 0 | 4 | `timeout` 1, `too_short` 5 |",
        "| `write` | 3 | 3 | 0 | 0 | 0 | 3 |  |");
  }

  @Test
  void teachersAreListedWithWhatTheyAnsweredAs() {
    assertThat(card("qwen", exported("qwen", "Qwen/Qwen2.5", 3), Terms.UNKNOWN, null))
        .contains("| `qwen` |  |  | `Qwen/Qwen2.5` |  | 3 |")
        .contains("| `qwen` | `generator` | `unknown` | unknown |");
  }

  @ParameterizedTest
  @CsvSource({"0,n<1K", "999,n<1K", "1000,1K<n<10K", "9999,1K<n<10K", "1000000,1M<n<10M", "999999999999,100B<n<1T",
      "1000000000000,n>1T"})
  void sizesAreTheHubs(long rows, String size) {
    assertThat(FrontMatter.size(rows)).isEqualTo(size);
  }

  @Test
  void theManifestIsJsonWithoutDates() {
    String json = new Manifest("chat", "jsonl", Schema.of(Column.text(HOSTILE)),
        List.of(new DataFile("a", 1, 2, "ff"), new DataFile("b", 3, 4, "ee"))).json();
    assertThat(Json.read(json).get("rows").longValue()).isEqualTo(4);
    assertThat(Json.read(json).at("/columns/1/name").stringValue()).isEqualTo(HOSTILE);
    assertThat(Json.read(json).at("/files/1/sha256").stringValue()).isEqualTo("ee");
    assertThat(json).doesNotContain("date", "20").endsWith("}\n");
    assertThat(Json.read(new Manifest("chat", "jsonl", SCHEMA, List.of()).json()).get("files").size()).isZero();
  }

  @Test
  void rowsWithoutSourcesDescendFromSomethingUnknown() {
    Exported exported = new Exported();
    exported.kept(new Row("r", SCHEMA, null, null, null, null));
    assertThat(exported.sources()).containsExactly(new Source("1 rows that name no source", "unknown"));
    assertThat(TermsGate.refused(TermsGate.check(Use.INTERNAL, exported.sources(), Map.of(), Map.of())))
        .singleElement().satisfies(finding -> assertThat(finding.refusal()).startsWith("source '1 rows"));
  }
}
