package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.retort.UserError;
import dev.retort.files.Format;
import dev.retort.layout.LayoutName;
import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.OfTable;
import dev.retort.teacher.Terms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadTest {
  private static final String TWO = "{\"a\":1,\"t\":\"x\"}\n{\"a\":2,\"t\":\"y\"}\n";

  @TempDir
  Path folder;
  TestTables tables;

  @BeforeEach
  void open() {
    tables = new TestTables(folder);
  }

  private Read read(String path, Read.OnBadRow bad, Read.FileOptions file) {
    return new Read(List.of(path), Terms.UNKNOWN, LayoutName.AUTO, null, bad, file);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void file(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private List<Row> rows(Read read) {
    OfTable.Result result = read.apply(new TestTables.InMemory(new Schema(List.of()), List.of()), tables);
    assertThat(result.units()).isEqualTo(result.kept() + tables.drops.size());
    return ((TestTables.InMemory) result.rows()).all();
  }

  private void refused(Read read, String... parts) {
    assertThatThrownBy(() -> rows(read)).isInstanceOf(UserError.class).hasMessageContainingAll(parts);
    TestPlanning plan = new TestPlanning(folder);
    read.columns(new Schema(List.of()), plan);
    assertThat(plan.problems).as("told when planned").singleElement().asString().startsWith("path: ");
    assertThat(plan.problems.getFirst()).contains(parts);
  }

  private List<List<Object>> pairs(String name) {
    return rows(Read.of(name)).stream().map(row -> Arrays.asList(row.get("a"), row.get("t"))).toList();
  }

  @Test
  void everyPackingAndFormatGivesTheSameRows() throws IOException {
    file("a.jsonl", TWO);
    file("b.jsonl.gz", gzip(TWO));
    file("c.jsonl.zst", Zstd.compress(TWO.getBytes(StandardCharsets.UTF_8)));
    file("d.json", "\n[ {\"a\":1,\n\"t\":\"x\"} , {\"t\":\"y\",\"a\":2}\n]\n");
    file("e.json", TWO);
    file("f.jsonl", "\ufeff" + TWO.replace("\n", "\r\n\n"));
    file("g.jsonl", "[" + TWO.strip().replace("\n", ",") + "]");
    file("h.data", TWO);
    file("i.txt", gzip(TWO));
    for (String name : List.of("a.jsonl", "b.jsonl.gz", "c.jsonl.zst", "d.json", "e.json", "f.jsonl", "g.jsonl",
        "h.data",
        "i.txt")) {
      assertThat(pairs(name)).as(name).containsExactly(List.of(1L, "x"), List.of(2L, "y"));
    }
    assertThat(rows(Read.of("d.json")).stream().map(Row::id)).isEqualTo(
        rows(Read.of("a.jsonl")).stream().map(Row::id).toList());
    TestPlanning plan = new TestPlanning(folder);
    Read.of("g.jsonl").columns(new Schema(List.of()), plan);
    assertThat(plan.notes).anyMatch(note -> note.contains("is a JSON array"));
  }

  @Test
  void csvValuesAreTextsUnlessDeclared() throws IOException {
    file("a.csv", "\ufeffn,t,j\n007,\"two\nlines, \"\"q\"\"\",\"[1.50]\"\n,x,\n");
    assertThat(rows(Read.of("a.csv")).getFirst().text("n")).isEqualTo("007");
    Read typed = read("a.csv", Read.OnBadRow.FAIL,
        new Read.FileOptions(Format.AUTO, Map.of("n", Type.Scalar.INT, "j", Type.Scalar.JSON), null));
    List<Row> rows = rows(typed);
    assertThat(rows.getFirst().get("n")).isEqualTo(7L);
    assertThat(rows.getFirst().get("t")).isEqualTo("two\nlines, \"q\"");
    assertThat(rows.getFirst().get("j")).isEqualTo("[1.50]");
    assertThat(rows.get(1).get("n")).isNull();
    refused(read("a.csv", Read.OnBadRow.FAIL, new Read.FileOptions(Format.AUTO, Map.of("t", Type.Scalar.FLOAT), null)),
        "a.csv:2: column 't': found 'two", "wanted a number");
    refused(read("a.csv", Read.OnBadRow.FAIL, new Read.FileOptions(Format.AUTO, Map.of("z", Type.Scalar.INT), null)),
        "[z]", "[n, t, j]");
  }

  @Test
  void brokenCsvIsToldByLine() throws IOException {
    file("quote.csv", "a,b\n1,2\n3,\"open\n5,6\n");
    refused(Read.of("quote.csv"), "quote.csv:3", "never closed");
    file("uneven.csv", "a,b\n1,2\n3\n4,5\n");
    refused(Read.of("uneven.csv"), "uneven.csv:3", "found 1 fields, wanted 2");
    assertThat(rows(read("uneven.csv", Read.OnBadRow.DROP, Read.FileOptions.DEFAULT))).hasSize(2);
    file("twice.csv", "a,a\n1,2\n");
    refused(Read.of("twice.csv"), "twice.csv:1", "'a' twice");
    file("latin.csv", "a,b\n1,2\n3,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    refused(Read.of("latin.csv"), "latin.csv:3", "invalid UTF-8 at byte 2 of the line, byte 10 of the file");
    file("header.csv", "a,b\n");
    refused(Read.of("header.csv"), "empty");
  }

  @Test
  void filesThatAreNotThereAreToldApart() throws IOException {
    refused(Read.of("none.jsonl"), "none.jsonl: no such file");
    refused(Read.of("*.jsonl"), "no file of that pattern");
    Files.createDirectories(folder.resolve("sub.jsonl"));
    refused(Read.of("sub.jsonl"), "found a folder, wanted a file");
    file("empty.jsonl", "");
    refused(Read.of("empty.jsonl"), "empty.jsonl: empty");
    file("blank.jsonl", "\n  \n");
    refused(Read.of("blank.jsonl"), "empty");
    file("none.json", "[]");
    refused(Read.of("none.json"), "empty");
    file("what.bin", "hello");
    refused(Read.of("what.bin"), "format cannot be told");
    file("utf16.jsonl", "\ufeff{}".getBytes(StandardCharsets.UTF_16LE));
    refused(Read.of("utf16.jsonl"), "UTF-16");
  }

  @Test
  void packedFilesThatAreDamagedAreRefused() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      many.append("{\"a\":").append(i * 7919L % 10_007).append("}\n");
    }
    byte[] packed = gzip(many.toString());
    file("cut.jsonl.gz", Arrays.copyOf(packed, packed.length / 2));
    file("fake.jsonl.gz", TWO);
    byte[] spoilt = packed.clone();
    Arrays.fill(spoilt, 200, 400, (byte) 0x55);
    file("spoilt.jsonl.gz", spoilt);
    byte[] zstd = Zstd.compress(many.toString().getBytes(StandardCharsets.UTF_8));
    file("cut.jsonl.zst", Arrays.copyOf(zstd, zstd.length / 2));
    assertThatThrownBy(() -> rows(Read.of("cut.jsonl.gz"))).hasMessageContaining("cut.jsonl.gz: ends too early");
    assertThatThrownBy(() -> rows(Read.of("cut.jsonl.zst"))).hasMessageContaining("cut.jsonl.zst: cannot be unpacked");
    assertThatThrownBy(() -> rows(Read.of("spoilt.jsonl.gz"))).isInstanceOf(UserError.class);
    refused(Read.of("fake.jsonl.gz"), "its name says gzip");
  }

  @Test
  void aBadLineStopsTheRunOrIsDroppedWithItsPlace() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write((TWO + "{\"a\":3,\n\n[1]\n{\"a\":4,\"a\":4}\n{\"a\":\"\\ud800\"}\n{\"a\":5} x\n{\"a\":\"")
        .getBytes(StandardCharsets.UTF_8));
    bytes.write(0xFF);
    bytes.write("\"}\n{\"a\":6,\"t\":\"z\"}\n{\"a\":7".getBytes(StandardCharsets.UTF_8));
    file("bad.jsonl", bytes.toByteArray());
    refused(Read.of("bad.jsonl"), "bad.jsonl:3: not JSON", "on_bad_row: drop");
    List<Row> kept = rows(read("bad.jsonl", Read.OnBadRow.DROP, Read.FileOptions.DEFAULT));
    assertThat(kept).extracting(row -> row.get("a")).containsExactly(1L, 2L, 6L);
    assertThat(tables.drops).hasSize(7).allMatch(drop -> drop.contains("Dropped[reason=bad_row]"));
    assertThat(tables.drops.get(1)).contains("bad.jsonl:5", "found a list, wanted an object");
    assertThat(tables.drops.get(2)).contains("bad.jsonl:6", "key 'a' stands twice");
    assertThat(tables.drops.get(3)).contains("bad.jsonl:7", "half a surrogate pair");
    assertThat(tables.drops.get(5)).contains("bad.jsonl:9", "invalid UTF-8 at byte 6");
    assertThat(tables.drops.get(6)).contains("bad.jsonl:11");
  }

  @Test
  void aBrokenArrayIsToldByElement() throws IOException {
    file("open.json", "[{\"a\":1},\n{\"a\":2}");
    refused(Read.of("open.json"), "element 1", "cut off");
    file("more.json", "[{\"a\":1}] x");
    refused(Read.of("more.json"), "more text behind the array");
    file("one.json", "[{\"a\":1},\n{\"a\":2 3},{\"a\":\"]}\\\"\"}]");
    refused(Read.of("one.json"), "one.json:2: element 1");
    assertThat(rows(read("one.json", Read.OnBadRow.DROP, Read.FileOptions.DEFAULT))).hasSize(2);
  }

  @Test
  void aRecordLongerThanTheLimitIsBad() throws IOException {
    String huge = "{\"a\":\"" + "x".repeat(17 << 20) + "\"}\n";
    file("huge.jsonl", huge + TWO);
    refused(Read.of("huge.jsonl"), "huge.jsonl:1: longer than 16 MiB");
    assertThat(rows(read("huge.jsonl", Read.OnBadRow.DROP, Read.FileOptions.DEFAULT))).hasSize(2);
  }

  @Test
  void typesHoldEveryValueUnchanged() throws IOException {
    file("t.jsonl",
        """
            {"i":1,"f":1,"big":1,"odd":0.1,"mix":1,"n":null,"s":{"x":1},"l":[],"e":{},"m":[{"k":[1]}],"Id":3,"id":"x","sources":1,"A":1,"a":2}
            {"i":-9223372036854775808,"f":0.5,"big":9223372036854775808,"odd":0.10000000000000000001,"mix":"x","s":{"y":"z"},"l":["q"],"e":{},"m":[{"k":[2.5]}]}
            """);
    Row first = rows(Read.of("t.jsonl")).getFirst();
    Row second = rows(Read.of("t.jsonl")).get(1);
    assertThat(first.schema().columns()).contains(Column.integer("i"), new Column("f", Type.Scalar.FLOAT),
        new Column("big", Type.Scalar.JSON), new Column("odd", Type.Scalar.JSON), new Column("mix", Type.Scalar.JSON),
        Column.text("n"), new Column("s", new Type.Struct(List.of(Column.integer("x"), Column.text("y")))),
        new Column("l", new Type.ListOf(Type.Scalar.TEXT)), new Column("e", Type.Scalar.JSON),
        new Column("m", new Type.ListOf(new Type.Struct(
            List.of(new Column("k", new Type.ListOf(Type.Scalar.FLOAT)))))),
        Column.integer("source_Id"), Column.text("source_id_2"), Column.integer("source_sources"), Column.integer("A"),
        Column.integer("source_a"));
    assertThat(second.get("big")).isEqualTo("9223372036854775808");
    assertThat(second.get("odd")).isEqualTo("0.10000000000000000001");
    assertThat(first.get("mix")).isEqualTo("1");
    assertThat(second.get("mix")).isEqualTo("\"x\"");
    assertThat(second.get("A")).isNull();
    assertThat(Source.of(first)).containsExactly(new Source("chats", "prompt"));
  }

  @Test
  void idsAreHashesOfTheRecordAndCountEqualOnes() throws IOException {
    file("1.jsonl", "{\"a\":1.0,\"b\":2}\n{\"a\":3}\n{\"b\":2, \"a\":1}\n");
    file("2.jsonl", "{\"a\":1,\"b\":2.0}\n");
    byte[] digest = Row.sha256()
        .digest(Json.canonical(Json.read("{\"a\":1,\"b\":2}")).getBytes(StandardCharsets.UTF_8));
    String hash = HexFormat.of().formatHex(digest, 0, 16);
    List<String> ids = rows(Read.of("*.jsonl")).stream().map(Row::id).toList();
    assertThat(List.of(ids.get(0), ids.get(2), ids.get(3))).containsExactly(hash + "-0", hash + "-1", hash + "-2");
    assertThat(ids.get(1)).endsWith("-0").doesNotStartWith(hash);
  }

  @Test
  void aLimitStopsReading() throws IOException {
    file("a.jsonl", TWO + "broken");
    tables.limit = 2;
    assertThat(rows(Read.of("a.jsonl"))).hasSize(2);
    tables.limit = 1;
    assertThat(rows(Read.of("a.jsonl"))).hasSize(1);
  }

  @Test
  void rowsWithoutTheLayoutsColumnsAreNamed() throws IOException {
    file("a.jsonl", TWO);
    refused(new Read(List.of("a.jsonl"), Terms.UNKNOWN, LayoutName.SHAREGPT, null, Read.OnBadRow.FAIL,
        Read.FileOptions.DEFAULT), "layout sharegpt needs [conversations", "[a, t]");
    file("m.jsonl", "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}\n".repeat(10)
        + "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{}}]}]}\n");
    assertThatThrownBy(() -> rows(Read.of("m.jsonl"))).isInstanceOf(UserError.class)
        .hasMessageContainingAll("m.jsonl:11", "content part of type 'image_url'");
    List<Row> kept = rows(read("m.jsonl", Read.OnBadRow.DROP, Read.FileOptions.DEFAULT));
    assertThat(kept).hasSize(10);
    assertThat(Message.list(kept.getLast(), "messages")).containsExactly(Message.user("hi"));
    assertThat(tables.drops).hasSize(1);
  }

  @Test
  void aLayoutOfYourOwnIsReadByItsMap() throws IOException {
    file("own.jsonl",
        "{\"talk\":[{\"who\":\"Kunde\",\"says\":\"Hallo\"},{\"who\":\"BOT\",\"says\":\"Tag\"}],\"k\":1}\n");
    Read.ChatMap map = new Read.ChatMap("talk", "who", "says", Map.of("kunde", "user", "bot", "assistant"));
    List<Row> rows = rows(
        new Read(List.of("own.jsonl"), Terms.UNKNOWN, LayoutName.AUTO, map, Read.OnBadRow.FAIL,
            Read.FileOptions.DEFAULT));
    assertThat(Message.list(rows.getFirst(), "messages")).containsExactly(Message.user("Hallo"),
        Message.assistant("Tag"));
    assertThat(rows.getFirst().schema().names()).containsExactly("messages", "k", "sources");
  }

  @Test
  void thePlanTellsTheColumnsOfTheRun() throws IOException {
    file("a.jsonl", "{\"prompt\":\"q\",\"n\":1}\n");
    TestPlanning plan = new TestPlanning(folder);
    Schema planned = Read.of("a.jsonl").columns(new Schema(List.of()), plan);
    assertThat(planned).isEqualTo(rows(Read.of("a.jsonl")).getFirst().schema());
    assertThat(plan.problems).isEmpty();
    assertThat(plan.notes).contains("layout prompt: key 'prompt' and no answer");
    assertThat(Read.of("*.jsonl").files(folder)).containsExactly(folder.resolve("a.jsonl"));
  }
}
