package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import dev.retort.UserError;
import dev.retort.files.Item;
import dev.retort.files.Items;
import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.OfTable;
import dev.retort.step.OfTable.Funnel;
import dev.retort.steps.Write.Format;
import dev.retort.steps.Write.Layout;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class WriteTest {
  private static final Schema ANSWERS = Schema.of(Column.text("prompt_id"), Column.text("teacher"),
      Column.integer("sample"), new Column("messages", Message.LIST), Column.text("response"),
      Column.text("reasoning"), Column.text("served_model"), Column.bool("simulated"),
      new Column("score", Type.Scalar.FLOAT), new Column("meta", Type.Scalar.JSON),
      new Column(Source.COLUMN, Source.LIST));
  private static final String ODD = "a \"b\" \\ \n\t\r \u0001 \u2028 <script> ü 😀 {{x}} | `c`";
  private static final String CALLS = "[{\"id\": \"c1\",\n \"type\": \"function\", \"n\": 1.50}]";
  private static final List<Message> TOOLS = List.of(Message.user(ODD), new Message("assistant", "", CALLS, null),
      new Message("tool", "42", null, "c1"), Message.assistant("It is 42."));

  @TempDir
  Path folder;

  private static Row answer(String id, List<Message> messages, boolean simulated) {
    return new Row(id, ANSWERS, "p" + id, "qwen", 0L, Message.toList(messages), "r", "secret thoughts", "Qwen/Q",
        simulated, 7.5, "{\"a\":\n 1.50}", Source.union(List.of(), new Source("read", "prompt"),
            new Source("qwen", "generator")));
  }

  private static List<Row> answers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> answer("id" + i, List.of(Message.user("q" + i + ODD), Message.assistant("a" + i)), false))
        .toList();
  }

  private static Write write(Layout layout, Format format, int shards, List<String> columns, boolean reasoning) {
    return new Write("export", layout, format, shards, columns, reasoning, null);
  }

  private static Write chat(int shards) {
    return write(Layout.CHAT, Format.JSONL, shards, List.of(), false);
  }

  private static Facts facts(Use use, @Nullable Terms teacher, @Nullable Terms dataset, Map<String, Funnel> funnels) {
    Teacher qwen = ScriptedModels.described(teacher, new Sampling(0.7, null, 64, null, List.of(), Map.of()), "Qwen/Q");
    return new Facts("my recipe", use, Map.of("qwen", qwen), dataset == null ? Map.of() : Map.of("read", dataset),
        funnels, 0);
  }

  private static Facts research() {
    return facts(Use.RESEARCH, null, null, Map.of());
  }

  private static OfTable.Data table(List<Row> rows) {
    return new MemoryTables.Mem(rows.isEmpty() ? ANSWERS : rows.getFirst().schema(), rows);
  }

  private MemoryTables tables(Facts facts) {
    return new MemoryTables(folder, facts, "write", 7);
  }

  private List<JsonNode> written(Write write, List<Row> rows) throws IOException {
    write.apply(table(rows), tables(research()));
    return lines();
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (JsonNode file : manifest().get("files")) {
      byte[] bytes = Files.readAllBytes(folder.resolve("export/" + file.get("name").stringValue()));
      String text = new String(unpacked(file.get("name").stringValue(), bytes), StandardCharsets.UTF_8);
      text.lines().forEach(line -> lines.add(Json.read(line)));
    }
    return lines;
  }

  private static byte[] unpacked(String name, byte[] bytes) throws IOException {
    InputStream raw = new ByteArrayInputStream(bytes);
    try (InputStream in = name.endsWith(".gz")
        ? new GZIPInputStream(raw)
        : name.endsWith(".zst") ? new ZstdInputStream(raw) : raw) {
      return in.readAllBytes();
    }
  }

  private JsonNode manifest() throws IOException {
    return Json.read(Files.readString(folder.resolve("export/manifest.json")));
  }

  private String card() throws IOException {
    return Files.readString(folder.resolve("export/README.md"));
  }

  @Test
  void aChatIsWrittenAsItCameWithItsIdentity() throws IOException {
    JsonNode row = written(write(Layout.CHAT, Format.JSONL, 1, List.of("score", "meta"), false),
        List.of(answer("x", TOOLS, false))).getFirst();
    assertThat(row.propertyNames()).containsExactly("id", "messages", "prompt_id", "teacher", "simulated", "score",
        "meta");
    assertThat(row.get("id").stringValue()).isEqualTo("x");
    assertThat(row.at("/messages/0").propertyNames()).containsExactly("role", "content");
    assertThat(row.at("/messages/0/content").stringValue()).isEqualTo(ODD);
    assertThat(row.at("/messages/1/tool_calls")).isEqualTo(Json.read(CALLS));
    assertThat(row.at("/messages/1/tool_calls/0/n").toString()).isEqualTo("1.50");
    assertThat(row.at("/messages/2/tool_call_id").stringValue()).isEqualTo("c1");
    assertThat(row.get("score").doubleValue()).isEqualTo(7.5);
    assertThat(row.at("/meta/a").toString()).isEqualTo("1.50");
  }

  @Test
  void aChatReadBackIsTheChatThatWasWritten() throws IOException {
    JsonNode row = written(chat(1), List.of(answer("x", TOOLS, false))).getFirst();
    Schema schema = Schema.of(new Column("messages", Message.LIST));
    List<Message> back = Message.list(MemoryTables.row(schema, row), "messages");
    assertThat(back).hasSameSizeAs(TOOLS);
    for (int i = 0; i < back.size(); i++) {
      assertThat(back.get(i).content()).isEqualTo(TOOLS.get(i).content());
      assertThat(back.get(i).role()).isEqualTo(TOOLS.get(i).role());
      assertThat(back.get(i).toolCallId()).isEqualTo(TOOLS.get(i).toolCallId());
    }
    assertThat(Json.read(String.valueOf(back.get(1).toolCalls()))).isEqualTo(Json.read(CALLS));
  }

  @Test
  void shareGptHasItsOwnWordsForRoles() throws IOException {
    List<Message> messages = new ArrayList<>(List.of(Message.of("system", "be kind")));
    messages.addAll(TOOLS);
    JsonNode row = written(write(Layout.SHAREGPT, Format.JSONL, 1, List.of(), false),
        List.of(answer("x", messages, false))).getFirst();
    assertThat(row.get("conversations").valueStream().map(turn -> turn.get("from").stringValue()))
        .containsExactly("system", "human", "gpt", "tool", "gpt");
    assertThat(row.at("/conversations/1/value").stringValue()).isEqualTo(ODD);
    assertThat(row.at("/conversations/2/tool_calls")).isEqualTo(Json.read(CALLS));
    assertThat(row.at("/conversations/3/tool_call_id").stringValue()).isEqualTo("c1");
  }

  @Test
  void aRoleShareGptLacksFailsTheRow() throws IOException {
    MemoryTables tables = tables(research());
    OfTable.Result result = write(Layout.SHAREGPT, Format.JSONL, 1, List.of(), false)
        .apply(table(List.of(answer("x", List.of(Message.of("developer", "d")), false))), tables);
    assertThat(result.kept()).isZero();
    assertThat(tables.dropped).singleElement().asString().contains("BAD_ROW", "developer");
    assertThat(card()).contains("`bad_row` 1");
  }

  @ParameterizedTest
  @EnumSource(value = Layout.class, names = {"ALPACA", "PROMPT_COMPLETION"})
  void layoutsOfTextsTakeOneTurnAndCountTheRest(Layout layout) throws IOException {
    List<Message> single = List.of(Message.user(ODD), Message.assistant("yes"));
    List<Message> system = List.of(Message.of("system", "be kind"), Message.user("q"), Message.assistant(""));
    List<Message> two = List.of(Message.user("q"), Message.assistant("a"), Message.user("q"), Message.assistant("a"));
    MemoryTables tables = tables(research());
    OfTable.Result result = write(layout, Format.JSONL, 1, List.of(), false).apply(
        table(List.of(answer("1", single, false), answer("2", two, false), answer("3", system, false),
            answer("4", TOOLS, false), answer("5", List.of(Message.user("q")), false), answer("6", List.of(), false),
            answer("7", List.of(Message.assistant("a"), Message.user("q")), false))),
        tables);
    assertThat(result.units()).isEqualTo(7);
    assertThat(result.kept()).isEqualTo(2);
    assertThat(tables.dropped).containsExactly("2 Dropped[reason=not_single_turn]", "4 Dropped[reason=has_tools]",
        "5 Dropped[reason=no_response]", "6 Dropped[reason=no_messages]", "7 Dropped[reason=not_single_turn]");
    List<JsonNode> rows = lines();
    String asked = layout == Layout.ALPACA ? "instruction" : "prompt";
    String answered = layout == Layout.ALPACA ? "output" : "completion";
    assertThat(rows.get(0).get(asked).stringValue()).isEqualTo(ODD);
    assertThat(rows.get(0).get(answered).stringValue()).isEqualTo("yes");
    assertThat(rows.get(0).get("system").isNull()).isTrue();
    assertThat(rows.get(1).get("system").stringValue()).isEqualTo("be kind");
    assertThat(rows.get(1).get(answered).stringValue()).isEmpty();
    assertThat(rows.get(0).has("input")).isEqualTo(layout == Layout.ALPACA);
    assertThat(card()).contains("| `write` | 7 | 2 | 5 | 0 | 0 | 2 | `has_tools` 1, `no_messages` 1, `no_response` 1, "
        + "`not_single_turn` 2 |");
  }

  @Test
  void rowsWritesEveryColumnButReasoning() throws IOException {
    JsonNode row = written(write(Layout.ROWS, Format.JSONL, 1, List.of(), false), answers(1)).getFirst();
    assertThat(row.propertyNames()).contains("id", "response", "sources", "score").doesNotContain("reasoning");
    assertThat(row.at("/sources/0/source").stringValue()).isEqualTo("qwen");
    assertThat(row.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void reasoningGoesOutOnlyOnPurpose(Layout layout) throws IOException {
    assertThat(written(write(layout, Format.JSONL, 1, List.of(), false), answers(1)).getFirst().toString())
        .doesNotContain("secret");
    assertThat(written(write(layout, Format.JSONL, 1, List.of(), true), answers(1)).getFirst().get("reasoning")
        .stringValue()).isEqualTo("secret thoughts");
  }

  @Test
  void aTableOfPromptsAndResponsesIsAChatToo() throws IOException {
    Schema schema = Schema.of(Column.text("prompt"), Column.text("response"), new Column(Source.COLUMN, Source.LIST));
    List<Row> rows = List.of(new Row("1", schema, "q", "a", null), new Row("2", schema, "q", null, null));
    List<JsonNode> written = written(chat(1), rows);
    assertThat(written).singleElement().satisfies(row -> assertThat(row.get("messages"))
        .isEqualTo(Json.read("[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]")));
    assertThat(card()).contains("1 rows that name no source");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 99})
  void shardsHoldAllRowsInOrder(int shards) throws IOException {
    List<JsonNode> rows = written(chat(shards), answers(10));
    assertThat(rows).extracting(row -> row.get("id").stringValue())
        .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> "id" + i).toList());
    JsonNode files = manifest().get("files");
    assertThat(files.size()).isEqualTo(Math.min(10, shards));
    assertThat(files.get(0).get("name").stringValue())
        .isEqualTo("data-00000-of-%05d.jsonl".formatted(Math.min(10, shards)));
    files.forEach(file -> assertThat(file.get("rows").longValue()).isBetween(10L / shards, 10L / shards + 1));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void theManifestTellsTheTruthAndEqualRowsGiveEqualBytes(Format format) throws Exception {
    Write write = write(Layout.CHAT, format, 2, List.of("meta"), false);
    write.apply(table(answers(7)), tables(research()));
    byte[] first = Files.readAllBytes(folder.resolve("export/manifest.json"));
    long rows = 0;
    for (JsonNode file : manifest().get("files")) {
      Path path = folder.resolve("export/" + file.get("name").stringValue());
      assertThat(HexFormat.of().formatHex(Row.sha256().digest(Files.readAllBytes(path))))
          .isEqualTo(file.get("sha256").stringValue());
      assertThat(file.get("bytes").longValue()).isEqualTo(Files.size(path));
      rows += file.get("rows").longValue();
    }
    assertThat(rows).isEqualTo(7).isEqualTo(manifest().get("rows").longValue());
    try (java.util.stream.Stream<Path> listed = Files.list(folder.resolve("export"))) {
      assertThat(listed).hasSize(4);
    }
    write.apply(table(answers(7)), tables(research()));
    assertThat(Files.readAllBytes(folder.resolve("export/manifest.json"))).isEqualTo(first);
    write.apply(table(answers(7).reversed()), tables(research()));
    assertThat(Files.readAllBytes(folder.resolve("export/manifest.json"))).isNotEqualTo(first);
    if (format.name().startsWith("JSONL")) {
      assertThat(lines()).hasSize(7);
    }
  }

  @Test
  void parquetHoldsTheColumnsOfTheLayoutOnly() throws Exception {
    MemoryTables tables = tables(research());
    write(Layout.CHAT, Format.PARQUET, 2, List.of(), false).apply(table(answers(3)), tables);
    Schema columns = Schema.of(new Column("messages", Message.LIST), Column.text("prompt_id"));
    OfTable.Data back = tables.query("SELECT id, messages, prompt_id FROM '%s/export/*.parquet' ORDER BY id"
        .formatted(folder), Map.of(), columns);
    assertThat(MemoryTables.rows(back)).hasSize(3).first()
        .satisfies(row -> assertThat(Message.list(row, "messages").getFirst().content()).isEqualTo("q0" + ODD));
    assertThatThrownBy(() -> tables.query("SELECT id, sources FROM '%s/export/*.parquet'".formatted(folder), Map.of(),
        ANSWERS)).hasStackTraceContaining("sources");
  }

  @Test
  void noRowsGiveOneEmptyFile() throws IOException {
    assertThat(written(chat(4), List.of())).isEmpty();
    assertThat(manifest().get("files").size()).isEqualTo(1);
    assertThat(card()).contains("n<1K");
  }

  @Test
  void whatIsWrittenGoesOnWithItsSources() {
    PlanLog plan = new PlanLog();
    Schema planned = chat(1).columns(ANSWERS, plan);
    OfTable.Result result = chat(1).apply(table(answers(2)), tables(research()));
    assertThat(result.rows().schema()).isEqualTo(planned);
    assertThat(planned.names()).containsExactly("messages", "prompt_id", "teacher", "simulated", "sources");
    assertThat(Source.of(MemoryTables.rows(result.rows()).getFirst())).hasSize(2);
  }

  @Test
  void countsThatDoNotAddUpStopTheExport() {
    Funnel lost = new Funnel(10, 5, 3, 1, 0, 5, Map.of());
    Funnel pending = new Funnel(10, 5, 3, 1, 1, 5, Map.of());
    for (Funnel funnel : List.of(lost, pending)) {
      Facts facts = facts(Use.RESEARCH, null, null, Map.of("respond", funnel));
      assertThatThrownBy(() -> chat(1).apply(table(answers(1)), tables(facts)))
          .isInstanceOf(IllegalStateException.class).hasMessageContaining("'respond'").hasMessageContaining("10 units");
      assertThat(folder.resolve("export")).doesNotExist();
    }
    Funnel whole = new Funnel(10, 5, 4, 1, 0, 5, Map.of("condition_false", 4L));
    chat(1).apply(table(answers(1)), tables(facts(Use.RESEARCH, null, null, Map.of("respond", whole))));
    assertThat(folder.resolve("export/manifest.json")).exists();
  }

  private static Terms allowing(Use... uses) {
    return new Terms("apache-2.0", List.of(uses), List.of(), "its text");
  }

  @Test
  void forbiddenTermsStopTheExportBeforeAnythingIsWritten() {
    Terms denied = new Terms("house rules", List.of(), List.of(Use.COMMERCIAL), "section 2");
    for (Facts facts : List.of(facts(Use.COMMERCIAL, denied, allowing(Use.COMMERCIAL), Map.of()),
        facts(Use.COMMERCIAL, allowing(Use.COMMERCIAL), denied, Map.of()),
        facts(Use.COMMERCIAL, allowing(Use.COMMERCIAL), null, Map.of()))) {
      assertThatThrownBy(() -> chat(1).apply(table(answers(1)), tables(facts))).isInstanceOf(UserError.class)
          .hasMessageContaining("commercial").hasMessageContaining("override_terms");
      assertThat(folder.resolve("export")).doesNotExist();
    }
    chat(1).apply(table(answers(1)),
        tables(facts(Use.COMMERCIAL, allowing(Use.COMMERCIAL), allowing(Use.COMMERCIAL), Map.of())));
    assertThat(folder.resolve("export/manifest.json")).exists();
  }

  @Test
  void researchPassesUnknownTermsAndTheCardSaysSo() throws IOException {
    written(chat(1), answers(1));
    assertThat(card()).contains("Not for release: terms of `qwen`, `read` unknown").contains("license: unknown");
  }

  @Test
  void anOverrideIsStoredOnTheCard() throws IOException {
    Facts facts = facts(Use.OPEN_RELEASE, null, allowing(Use.OPEN_RELEASE), Map.of());
    new Write("export", Layout.CHAT, Format.JSONL, 1, List.of(), false, "asked *them* <b>").apply(table(answers(1)),
        tables(facts));
    assertThat(card()).contains("The terms gate was overridden** for `qwen`", "asked \\*them\\* &lt;b&gt;");
  }

  @Test
  void simulatedAnswersAreToldFirstAndLoudly() throws IOException {
    List<Row> rows = new ArrayList<>(answers(3));
    rows.add(answer("s", List.of(Message.user("q"), Message.assistant("a")), true));
    List<JsonNode> written = written(chat(1), rows);
    assertThat(written.getLast().get("simulated").booleanValue()).isTrue();
    assertThat(card()).contains("# Dataset my recipe\n\n> **SIMULATED: 25.0 % of the rows (1 of 4)",
        "never that data is good", "- simulated\n");
    written(chat(1), answers(3));
    assertThat(card()).doesNotContain("SIMULATED");
  }

  private static List<String> problems(Write write, Schema input) {
    PlanLog plan = new PlanLog();
    write.columns(input, plan);
    return plan.problems;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "/tmp/x", "a/../../b", "tables", "tables/x", "ledger.db", "a/",
      "x\0y"})
  void onlyAFolderInsideTheRunCanBeWritten(String path) {
    List<String> problems = problems(new Write(path, Layout.CHAT, Format.JSONL, 1, List.of(), false, null), ANSWERS);
    if (path.equals("a/")) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).singleElement().asString().startsWith("path: ");
    }
  }

  @Test
  void everyMistakeIsToldBeforeTheRun() {
    assertThat(problems(chat(1), ANSWERS)).isEmpty();
    assertThat(problems(chat(0), ANSWERS)).singleElement().asString().startsWith("shards: ");
    assertThat(problems(write(Layout.CHAT, Format.JSONL, 1, List.of("reasoning"), false), ANSWERS)).singleElement()
        .asString().contains("reasoning: true");
    assertThat(problems(write(Layout.CHAT, Format.JSONL, 1, List.of("scor"), false), ANSWERS)).singleElement()
        .asString().contains("did you mean 'score'?");
    assertThat(problems(write(Layout.CHAT, Format.JSONL, 1, List.of("messages"), false), ANSWERS)).singleElement()
        .asString().contains("of the layout itself");
    assertThat(problems(write(Layout.ROWS, Format.JSONL, 1, List.of("score"), false), ANSWERS)).hasSize(1);
    assertThat(problems(chat(1), Schema.of(Column.text("text")))).singleElement().asString().startsWith("layout: ");
    assertThat(problems(chat(1), Schema.of(Column.text("messages")))).singleElement().asString().startsWith("layout: ");
    assertThat(problems(write(Layout.CHAT, Format.JSONL, 1, List.of(), true),
        Schema.of(new Column("messages", Message.LIST)))).singleElement().asString().startsWith("reasoning: ");
    assertThat(problems(new Write("export", Layout.CHAT, Format.JSONL, 1, List.of(), false, " "), ANSWERS)).hasSize(1);
  }

  @Test
  void termsAreHeldAgainstTheUseBeforeTheRunToo() {
    Terms denied = new Terms("house rules", List.of(), List.of(Use.COMMERCIAL), "");
    PlanLog refused = new PlanLog(Use.COMMERCIAL, Map.of("qwen", denied, "read", allowing(Use.COMMERCIAL)), "qwen");
    chat(1).columns(ANSWERS, refused);
    assertThat(refused.problems).singleElement().asString().contains("teacher 'qwen': its terms 'house rules' deny");
    PlanLog overridden = new PlanLog(Use.COMMERCIAL, Map.of("qwen", denied), "qwen");
    new Write("export", Layout.CHAT, Format.JSONL, 1, List.of(), false, "agreed").columns(ANSWERS, overridden);
    assertThat(overridden.problems).isEmpty();
    PlanLog research = new PlanLog(Use.RESEARCH, Map.of("read", Terms.UNKNOWN));
    chat(1).columns(ANSWERS, research);
    assertThat(research.problems).isEmpty();
    assertThat(research.notes).singleElement().asString().contains("not for release: terms of 'read' unknown");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void anArrayHoldsTheLinesOfJsonl(int count) throws IOException {
    List<Row> rows = answers(count);
    List<JsonNode> lines = written(chat(1), rows);

    write(Layout.CHAT, Format.JSON, 1, List.of(), false).apply(table(rows), tables(research()));

    JsonNode array = Json.read(Files.readString(folder.resolve("export/data-00000-of-00001.json")));
    assertThat(array.isArray()).isTrue();
    assertThat(array.values()).containsExactlyElementsOf(lines);
  }

  @Test
  void csvIsReadBackByOurReaderWithNestedColumnsAsJson() throws IOException {
    List<Row> rows = List.of(answer("x", List.of(Message.user(ODD), Message.assistant("")), false),
        answer("y", List.of(Message.user("q"), Message.assistant("=1+1,\"")), true));

    write(Layout.PROMPT_COMPLETION, Format.CSV, 1, List.of("score", "meta", "sample"), false).apply(table(rows),
        tables(research()));

    Path file = folder.resolve("export/data-00000-of-00001.csv");
    assertThat(Files.readString(file)).startsWith(
        "id,prompt,completion,system,prompt_id,teacher,simulated,score,meta,sample\n")
        .contains(",\"\",,px,qwen,false,7.5,");
    List<Map<String, @Nullable Object>> read = new ArrayList<>();
    try (Items items = dev.retort.files.Format.AUTO.open(file, note -> {})) {
      for (Item item = items.next(); item != null; item = items.next()) {
        read.add(((Item.Good) item).values());
      }
    }
    assertThat(read).hasSize(2);
    assertThat(read.getFirst()).containsEntry("prompt", ODD).containsEntry("completion", "").containsEntry("id", "x")
        .containsEntry("sample", "0");
    assertThat(Json.read(String.valueOf(read.getFirst().get("meta"))).at("/a").toString()).isEqualTo("1.50");
    assertThat(read.getLast()).containsEntry("completion", "=1+1,\"").containsEntry("simulated", "true");
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void onlyLayoutsWithoutAListOfMessagesFitIntoCsv(Layout layout) {
    PlanLog plan = new PlanLog();
    write(layout, Format.CSV, 1, List.of(), false).columns(ANSWERS, plan);
    boolean chats = layout == Layout.CHAT || layout == Layout.SHAREGPT;
    assertThat(plan.problems.stream().anyMatch(problem -> problem.contains("csv"))).isEqualTo(chats);
  }
}
