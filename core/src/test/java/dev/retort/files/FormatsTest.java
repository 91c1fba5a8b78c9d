package dev.retort.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.row.Column;
import dev.retort.row.JsonTree;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormatsTest {
  @TempDir
  Path folder;

  static LongStream seeds() {
    return LongStream.range(0, 12);
  }

  private static List<Object> read(Path file, Format format) {
    List<Object> records = new ArrayList<>();
    try (Items items = format.open(file, note -> {})) {
      for (Item item = items.next(); item != null; item = items.next()) {
        records.add(((Item.Good) item).values());
      }
    }
    return records;
  }

  private static Object random(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 3 ? 5 : 7)) {
      case 0 -> new JsonTree.Num(String.valueOf(random.nextLong()));
      case 1 -> new JsonTree.Num(String.valueOf(random.nextDouble()));
      case 2 -> random.nextBoolean();
      case 3, 4 -> List.of("", "a\"b\\", "[{,}]", "\n\t\u0000", "ü€😀", "x".repeat(70_000)).get(random.nextInt(6));
      case 5 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(random(random, depth + 1));
        }
        yield list;
      }
      default -> record(random, depth + 1);
    };
  }

  private static Map<String, Object> record(SplittableRandom random, int depth) {
    Map<String, Object> map = new java.util.LinkedHashMap<>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      map.put("k" + random.nextInt(9), random(random, depth));
    }
    return map;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsWrittenIsReadAgainInEveryPackingAndAsAnArray(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Object> records = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      records.add(record(random, 0));
    }
    for (String name : List.of("a.jsonl", "a.jsonl.gz", "a.jsonl.zst")) {
      for (String copy : List.of("1", "2")) {
        try (JsonLines out = JsonLines.create(folder.resolve(copy + name))) {
          for (Object record : records) {
            out.write(record);
          }
        }
      }
      assertThat(read(folder.resolve("1" + name), Format.AUTO)).as(name).isEqualTo(records);
      assertThat(folder.resolve("1" + name)).hasSameBinaryContentAs(folder.resolve("2" + name));
    }
    Path array = Files.writeString(folder.resolve("a.json"), JsonTree.text(records));
    assertThat(read(array, Format.AUTO)).isEqualTo(records);
    Path split = Files.writeString(folder.resolve("b.json"),
        "[\n" + JsonTree.text(records).substring(1).replace("\":", "\" :\n"));
    assertThat(read(split, Format.JSON)).isEqualTo(records);
  }

  @Test
  void duckDbReadsTheSameValuesFromCleanFiles() throws IOException, SQLException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      lines.append("{\"n\":").append(random.nextLong()).append(",\"d\":").append(random.nextDouble() * 1e6)
          .append(",\"t\":\"ü \\\"").append(i).append("\\\"\",\"l\":[{\"x\":").append(i).append("},null]}\n");
    }
    Path file = Files.writeString(folder.resolve("a.jsonl"), lines);
    List<Object> ours = read(file, Format.AUTO);
    int at = 0;
    try (Connection connection = Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", new Properties()));
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery("SELECT n, d, t, to_json(l)::VARCHAR FROM read_json('" + file
            + "', format='newline_delimited', columns={n:'BIGINT',d:'DOUBLE',t:'VARCHAR',l:'STRUCT(x BIGINT)[]'})")) {
      while (results.next()) {
        Map<?, ?> record = (Map<?, ?>) ours.get(at++);
        assertThat(Values.typed(record.get("n"), Type.Scalar.INT)).isEqualTo(results.getLong(1));
        assertThat(Values.typed(record.get("d"), Type.Scalar.FLOAT)).isEqualTo(results.getDouble(2));
        assertThat(record.get("t")).isEqualTo(results.getString(3));
        assertThat(JsonTree.text(record.get("l"))).isEqualTo(results.getString(4));
      }
    }
    assertThat(at).isEqualTo(3000);
  }

  @Test
  void parquetOfOthersIsReadInOrder() throws SQLException, IOException {
    Path file = folder.resolve("it's [1].parquet");
    try (Connection connection = Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", new Properties()));
        Statement statement = connection.createStatement()) {
      statement
          .execute("COPY (SELECT i AS n, 'x' || i AS t, [{'role': 'user', 'content': NULL}] AS l, 1.5::DOUBLE AS d, "
              + "DATE '2024-01-02' AS day FROM range(5000) r(i) ORDER BY i) TO '" + file.toString().replace("'", "''")
              + "' (FORMAT parquet)");
    }
    List<Object> records = read(file, Format.AUTO);
    assertThat(records).hasSize(5000);
    assertThat(JsonTree.text(records.get(4999))).isEqualTo(
        "{\"n\":4999,\"t\":\"x4999\",\"l\":[{\"role\":\"user\",\"content\":null}],\"d\":1.5,\"day\":\"2024-01-02\"}");
    Path fake = Files.writeString(folder.resolve("fake.parquet"), "PAR1 no");
    assertThatThrownBy(() -> read(fake, Format.AUTO)).isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be read as Parquet");
  }

  @Test
  void globsAreSortedAndNamesWithPatternCharactersStandForThemselves() throws IOException {
    Files.createDirectories(folder.resolve("sub/deep"));
    for (String name : List.of("b.jsonl", "a.jsonl", "sub/c.jsonl", "sub/deep/d.jsonl", "x[1].jsonl", "n.txt")) {
      Files.writeString(folder.resolve(name), "{}");
    }
    assertThat(Globs.expand(folder.resolve("*.jsonl"))).extracting(path -> folder.relativize(path).toString())
        .containsExactly("a.jsonl", "b.jsonl", "x[1].jsonl");
    assertThat(Globs.expand(folder.resolve("sub/**.jsonl"))).hasSize(2);
    assertThat(Globs.expand(folder.resolve("{a,b}.jsonl"))).hasSize(2);
    assertThat(Globs.expand(folder.resolve("x[1].jsonl"))).hasSize(1);
  }

  @Test
  void absentFieldsOfStructsAreOmittedOrNullAsAsked() {
    Schema schema = Schema.of(new Column("s", new Type.Struct(List.of(Column.text("a"), Column.integer("b")))),
        new Column("j", Type.Scalar.JSON));
    Map<String, Object> struct = new java.util.HashMap<>(Map.of("b", 1L));
    Row row = new Row("r", schema, struct, "{\"z\":0.10}");
    assertThat(RowJson.text(row, Values.Absent.OMITTED)).isEqualTo("{\"s\":{\"b\":1},\"j\":{\"z\":0.10}}");
    assertThat(RowJson.text(row, Values.Absent.NULL)).isEqualTo("{\"s\":{\"a\":null,\"b\":1},\"j\":{\"z\":0.10}}");
  }
}
