package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.SharedData;
import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.OfTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WriteChatsNeedsSharedTest {
  private static final Schema SCHEMA = Schema.of(new Column("messages", Message.LIST),
      new Column(Source.COLUMN, Source.LIST));

  @TempDir
  Path folder;

  private static List<Row> realChats() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(SharedData.dir().resolve("data/multi_turn/mtbench101.jsonl"))) {
      List<Message> messages = new ArrayList<>();
      for (JsonNode turn : Json.read(line).get("history")) {
        messages.add(Message.user(turn.get("user").stringValue()));
        messages.add(Message.assistant(turn.get("bot").stringValue()));
      }
      rows.add(new Row("r" + rows.size(), SCHEMA, Message.toList(messages),
          Source.union(List.of(), new Source("read", "prompt"))));
    }
    return rows;
  }

  private List<JsonNode> exported(Write.Layout layout, List<Row> rows) throws IOException {
    OfTable.Tables tables = new MemoryTables(folder, Facts.NONE, "write", 7);
    new Write(layout.name(), layout, Write.Format.JSONL_GZ, 3, List.of(), false, null)
        .apply(new MemoryTables.Mem(SCHEMA, rows), tables);
    List<JsonNode> lines = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path file = folder.resolve("%s/data-%05d-of-00003.jsonl.gz".formatted(layout, i));
      try (BufferedReader reader = new BufferedReader(
          new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(Json.read(line));
        }
      }
    }
    return lines;
  }

  @Test
  void everyTurnOfRealChatsComesOutAsItWentIn() throws IOException {
    List<Row> rows = realChats();
    List<JsonNode> chats = exported(Write.Layout.CHAT, rows);
    List<JsonNode> shareGpt = exported(Write.Layout.SHAREGPT, rows);
    assertThat(rows).hasSizeGreaterThan(1_000);
    assertThat(chats).hasSameSizeAs(rows);
    assertThat(shareGpt).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      List<String> contents = Message.list(rows.get(i), "messages").stream().map(Message::content).toList();
      assertThat(chats.get(i).get("messages").valueStream().map(turn -> turn.get("content").stringValue()))
          .containsExactlyElementsOf(contents);
      assertThat(shareGpt.get(i).get("conversations").valueStream().map(turn -> turn.get("value").stringValue()))
          .containsExactlyElementsOf(contents);
    }
  }

  @Test
  void oneTurnChatsAndTheOthersAddUp() throws IOException {
    List<Row> rows = realChats();
    for (int i = 0; i < rows.size(); i += 2) {
      List<Message> messages = Message.list(rows.get(i), "messages");
      rows.set(i, rows.get(i).set("messages", Message.toList(messages.subList(0, 2))));
    }
    List<Row> single = rows.stream().filter(row -> Message.list(row, "messages").size() == 2).toList();
    List<JsonNode> written = exported(Write.Layout.ALPACA, rows);
    assertThat(written).hasSameSizeAs(single);
    for (int i = 0; i < single.size(); i++) {
      assertThat(written.get(i).get("instruction").stringValue())
          .isEqualTo(Message.list(single.get(i), "messages").getFirst().content());
    }
    assertThat(Files.readString(folder.resolve("ALPACA/README.md")))
        .contains("`not_single_turn` " + (rows.size() - single.size()));
  }
}
