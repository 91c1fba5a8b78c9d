package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.SharedData;
import dev.retort.layout.LayoutName;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.OfTable;
import dev.retort.teacher.Terms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Real files, counted a second time by other means.
class ReadNeedsSharedTest {
  @TempDir
  Path folder;

  private List<Row> rows(Path file, TestTables tables) {
    Read read = new Read(List.of(file.toString()), Terms.UNKNOWN, LayoutName.AUTO, null, Read.OnBadRow.DROP,
        Read.FileOptions.DEFAULT);
    OfTable.Result result = read.apply(new TestTables.InMemory(new Schema(List.of()), List.of()), tables);
    return ((TestTables.InMemory) result.rows()).all();
  }

  private static List<JsonNode> counted(Path file) throws IOException {
    String text;
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<JsonNode> records = new ArrayList<>();
    if (text.stripLeading().startsWith("[")) {
      Json.read(text).forEach(records::add);
    } else {
      text.lines().filter(line -> !line.isBlank()).forEach(line -> records.add(Json.read(line)));
    }
    return records;
  }

  @ParameterizedTest
  @CsvSource({"multi_turn/sgd_dialogues.jsonl.gz, turns, 1", "multi_turn/mtbench101.jsonl, history, 2",
      "multi_turn/sharegpt_format_dummy_conversation.json, conversations, 1",
      "mt_bench/mt_bench/question.jsonl, turns, 1",
      "mt_bench/vicuna_bench/question.jsonl, turns, 1",
      "llama_factory_demo/glaive_toolcall_en_demo.json, conversations, 1",
      "llama_factory_demo/mllm_demo.json, messages, 1", "llama_factory_demo/kto_en_demo.json, messages, 1",
      "llama_factory_demo/dpo_zh_demo.json, conversations, 1", "llama_factory_demo/v1_sft_demo.jsonl, messages, 1"})
  void everyTurnOfTheFileIsAMessage(String name, String column, int each) throws IOException {
    Path file = SharedData.dir().resolve("data").resolve(name);
    TestTables tables = new TestTables(folder);
    List<Row> rows = rows(file, tables);
    List<JsonNode> records = counted(file);
    long turns = records.stream().mapToLong(record -> record.get(column).size() * (long) each).sum();
    assertThat(tables.drops).isEmpty();
    assertThat(rows).hasSameSizeAs(records);
    assertThat(rows.stream().mapToLong(row -> Message.list(row, "messages").size()).sum()).isEqualTo(turns);
    assertThat(rows.stream().map(Row::id).distinct()).hasSameSizeAs(records);
  }

  @ParameterizedTest
  @CsvSource({"llama_factory_demo/alpaca_en_demo.json, 2", "llama_factory_demo/alpaca_zh_demo.json, 2",
      "llama_factory_demo/identity.json, 2", "instructions/alpaca_en_dev.jsonl, 2"})
  void everyExchangeOfTheFileIsAChat(String name, int each) throws IOException {
    Path file = SharedData.dir().resolve("data").resolve(name);
    TestTables tables = new TestTables(folder);
    List<Row> rows = rows(file, tables);
    assertThat(tables.drops).isEmpty();
    assertThat(rows).hasSameSizeAs(counted(file));
    assertThat(rows).allSatisfy(row -> assertThat(Message.list(row, "messages")).hasSize(each));
  }

  @ParameterizedTest
  @CsvSource({"llama_factory_demo/v1_multimodal_demo.jsonl, image_url",
      "llama_factory_demo/reason_tool_use_demo_50.jsonl, reasoning"})
  void partsThatAreNoTextAreDroppedRowByRow(String name, String type) throws IOException {
    Path file = SharedData.dir().resolve("data").resolve(name);
    TestTables tables = new TestTables(folder);
    List<Row> rows = rows(file, tables);
    long odd = counted(file).stream().filter(record -> record.get("messages").valueStream()
        .anyMatch(message -> message.get("content").valueStream()
            .anyMatch(part -> !part.get("type").stringValue().equals("text"))))
        .count();
    assertThat(tables.drops).hasSize(Math.toIntExact(odd)).anyMatch(drop -> drop.contains("'" + type + "'"));
    assertThat(rows.size() + odd).isEqualTo(counted(file).size());
  }

  @ParameterizedTest
  @CsvSource({"instructions/seed_tasks.jsonl", "instructions/WizardLM_testset.jsonl",
      "llama_factory_demo/c4_demo.jsonl",
      "mt_bench/mt_bench/reference_answer/gpt-4.jsonl", "multi_turn/sgd_schema.json"})
  void filesWithoutAChatAreRows(String name) throws IOException {
    Path file = SharedData.dir().resolve("data").resolve(name);
    List<Row> rows = rows(file, new TestTables(folder));
    assertThat(rows).hasSameSizeAs(counted(file));
    assertThat(rows.getFirst().schema().has("messages")).isFalse();
  }

  @ParameterizedTest
  @CsvSource("alpaca_eval/model_outputs/*.json, 16408")
  void allAnswersOfAlpacaEvalAreRows(String pattern, int expected) throws IOException {
    Path folderOfAll = SharedData.dir().resolve("data");
    List<Row> rows = rows(folderOfAll.resolve(pattern), new TestTables(folder));
    long counted = 0;
    try (java.util.stream.Stream<Path> files = Files.list(folderOfAll.resolve("alpaca_eval/model_outputs"))) {
      for (Path file : files.toList()) {
        counted += counted(file).size();
      }
    }
    assertThat(rows).hasSize(expected);
    assertThat(counted).isEqualTo(expected);
    assertThat(rows.stream().map(row -> row.text("generator")).distinct()).hasSize(28);
    assertThat(rows.stream().filter(row -> Message.list(row, "messages").getLast().content().isEmpty())).isNotEmpty();
  }
}
