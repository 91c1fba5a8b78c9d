package dev.retort.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.engine.Engine;
import dev.retort.engine.Table;
import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DuckDbEngineTest {
  private static final Schema NUMBERS = Schema.of(Column.integer("n"), Column.text("t"));

  @TempDir
  Path folder;
  DuckDbEngine engine;

  @BeforeEach
  void open() {
    engine = new DuckDbEngine(folder.resolve("work"));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  static List<Row> rows(DuckDbEngine engine, Table table) {
    List<Row> rows = new ArrayList<>();
    try (OfTable.Rows scan = engine.scan(table)) {
      for (Row row = scan.next(); row != null; row = scan.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private Table write(Path place, Schema schema, List<Row> rows) {
    try (Engine.Writer writer = engine.ordered(place, schema)) {
      rows.forEach(writer::add);
      return writer.publish();
    }
  }

  private static Row number(long n) {
    return new Row("r" + n, NUMBERS, n, "text " + n);
  }

  private Table numbers(String name, long count) {
    return write(folder.resolve(name), NUMBERS, LongStream.range(0, count).mapToObj(DuckDbEngineTest::number).toList());
  }

  static LongStream seeds() {
    return LongStream.range(0, 25);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyRowComesBackAsItWasGiven(long seed) {
    RandomRows random = new RandomRows(seed);
    Schema schema = random.schema();
    List<Row> rows = IntStream.range(0, 40).mapToObj(i -> random.row("id" + i, schema)).toList();
    Table table = write(folder.resolve("t"), schema, rows);
    assertThat(table.rows()).isEqualTo(40);
    assertThat(rows(engine, table)).isEqualTo(rows);
    assertThat(engine.open(table.folder())).isEqualTo(table);
  }

  @Test
  void aTableWithoutRowsIsATable() {
    Table table = write(folder.resolve("none"), NUMBERS, List.of());
    assertThat(table.rows()).isZero();
    assertThat(rows(engine, table)).isEmpty();
  }

  @Test
  void nothingIsOpenedUntilItIsNeeded() {
    assertThat(folder.resolve("work")).doesNotExist();
    numbers("t", 1);
    assertThat(folder.resolve("work")).exists();
  }

  @Test
  void foldersWithPatternCharactersAndQuotesInTheirNamesWork() {
    Table table = write(folder.resolve("a[1]*?'b \"c/t"), NUMBERS, List.of(number(1)));
    assertThat(rows(engine, table)).containsExactly(number(1));
    Table asked = engine.query(folder.resolve("a[1]*?'b \"c/q"), "SELECT id, n, t FROM x ORDER BY _n",
        Map.of("x", table),
        NUMBERS);
    assertThat(rows(engine, asked)).containsExactly(number(1));
  }

  @Test
  void manyRowsKeepTheirOrderThroughStreaming() {
    Table table = numbers("t", 100_000);
    try (OfTable.Rows scan = engine.scan(table); OfTable.Rows second = engine.scan(table)) {
      for (long n = 0; n < 100_000; n++) {
        assertThat(scan.next()).isEqualTo(number(n));
      }
      assertThat(scan.next()).isNull();
      assertThat(second.next()).isEqualTo(number(0));
    }
  }

  @Test
  void shuffledRowsAreStoredByTheirKeys() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 30_000).boxed().toList());
    Collections.shuffle(order, new Random(3));
    try (Engine.Shuffled writer = engine.shuffled(folder.resolve("t"), NUMBERS)) {
      order.parallelStream().forEach(n -> writer.add(n / 6, n / 2 % 3, n % 2, number(n)));
      Table table = writer.publish();
      assertThat(rows(engine, table))
          .isEqualTo(LongStream.range(0, 30_000).mapToObj(DuckDbEngineTest::number).toList());
      assertThat(order).isNotEqualTo(IntStream.range(0, 30_000).boxed().toList());
    }
  }

  @Test
  void bytesAreEqualForAnyNumberOfThreads() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (int threads : new int[]{1, 2, 4, 2}) {
      try (DuckDbEngine one = new DuckDbEngine(folder.resolve("w" + files.size()), 192, threads)) {
        Path at = folder.resolve("by" + files.size());
        List<Integer> order = new ArrayList<>(IntStream.range(0, 60_000).boxed().toList());
        Collections.shuffle(order, new Random(threads));
        try (Engine.Shuffled writer = one.shuffled(at, NUMBERS)) {
          order.forEach(n -> writer.add(n, 0, 0, number(n)));
          Table sorted = writer.publish();
          Table asked = one.query(folder.resolve("q" + files.size()),
              "SELECT max(id) AS id, max(n) AS n, t FROM x GROUP BY t ORDER BY t", Map.of("x", sorted), NUMBERS);
          files.add(
              (new String(Files.readAllBytes(at.resolve(TableFile.part(0))),
                  java.nio.charset.StandardCharsets.ISO_8859_1)
                  + new String(Files.readAllBytes(asked.folder().resolve(TableFile.part(0))),
                      java.nio.charset.StandardCharsets.ISO_8859_1))
                  .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        }
      }
    }
    assertThat(files).allSatisfy(bytes -> assertThat(bytes).isEqualTo(files.getFirst()));
  }

  @Test
  void aQuerySeesPositionsAndMustGiveTheDeclaredColumns() {
    Table table = numbers("t", 10);
    Schema schema = Schema.of(Column.integer("place"));
    Table last = engine.query(folder.resolve("q"),
        "SELECT id, _n AS place FROM \"my \"\"t\" WHERE n >= 8 ORDER BY _n DESC",
        Map.of("my \"t", table), schema);
    assertThat(rows(engine, last)).containsExactly(new Row("r9", schema, 9L), new Row("r8", schema, 8L));
    assertThatThrownBy(
        () -> engine.query(folder.resolve("q2"), "SELECT id, sum(n) AS place FROM t GROUP BY id ORDER BY id",
            Map.of("t", table), schema))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("place HUGEINT");
    assertThat(folder.resolve("q2")).doesNotExist();
    assertThat(folder.resolve(".aside-q2")).doesNotExist();
  }

  @Test
  void aMapKeepsOrderAndHandsOnTheRest() {
    Table table = numbers("t", 10_000);
    List<String> dropped = new ArrayList<>();
    Table even = engine.map(table, folder.resolve("even"), NUMBERS,
        row -> !row.id().matches(".*[13579]") ? Outcome.kept(row) : new Outcome.Dropped("odd"),
        (row, outcome) -> dropped.add(row.id() + outcome));
    assertThat(rows(engine, even)).isEqualTo(
        LongStream.range(0, 5000).mapToObj(n -> number(2 * n)).toList());
    assertThat(dropped).isEqualTo(
        LongStream.range(0, 5000).mapToObj(n -> "r" + (2 * n + 1) + new Outcome.Dropped("odd")).toList());
  }

  @Test
  void aMapThatFailsNamesTheRowAndLeavesNothing() {
    Table table = numbers("t", 5000);
    assertThatThrownBy(() -> engine.map(table, folder.resolve("m"), NUMBERS, row -> {
      if (row.id().equals("r4321")) {
        throw new IllegalStateException("boom");
      }
      return Outcome.kept(row);
    }, (row, outcome) -> {})).hasMessageContaining("row r4321").hasMessageContaining("boom");
    assertThat(folder.resolve("m")).doesNotExist();
    assertThat(folder.resolve(".aside-m")).doesNotExist();
  }

  @Test
  void aHalfWrittenTableIsIgnoredAndCleared() throws IOException {
    Path left = Files.createDirectories(folder.resolve(".aside-old"));
    Files.writeString(left.resolve("part-00000.parquet"), "half");
    Engine.Writer writer = engine.ordered(folder.resolve("t"), NUMBERS);
    writer.add(number(1));
    assertThat(folder.resolve("t")).doesNotExist();
    assertThat(left).doesNotExist();
    numbers("other", 1);
    writer.publish();
    writer.close();
    assertThat(folder.resolve("t")).exists();
  }

  @Test
  void halfASurrogatePairIsRefusedByColumn() {
    try (Engine.Writer writer = engine.ordered(folder.resolve("t"), NUMBERS)) {
      for (String bad : List.of("a\ud800", "\udc00", "\ud800\ud800", "x".repeat(4095) + "\ud800x")) {
        assertThatThrownBy(() -> writer.add(new Row("r", NUMBERS, 1L, bad)))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("column 't'");
      }
    }
  }

  @Test
  void valuesOfAnotherTypeAndNumbersThatAreNoneAreRefused() {
    Schema schema = Schema.of(new Column("f", Type.Scalar.FLOAT));
    try (Engine.Writer writer = engine.ordered(folder.resolve("t"), schema)) {
      assertThatThrownBy(() -> writer.add(new Row("r", schema, Double.NaN))).hasMessageContaining("column 'f'");
      assertThatThrownBy(() -> writer.add(new Row("r", schema, "1")))
          .hasMessageContaining("column 'f': found a String");
      assertThatThrownBy(() -> writer.add(number(1))).hasMessageContaining("wanted [f]");
    }
  }

  @Test
  void namesThatDifferInCaseOnlyAreRefused() {
    assertThatThrownBy(() -> engine.ordered(folder.resolve("t"), Schema.of(Column.text("a"), Column.text("A"))))
        .hasMessageContaining("column 'A'");
    assertThatThrownBy(() -> engine.ordered(folder.resolve("t"), Schema.of(Column.text("ID"))))
        .hasMessageContaining("column 'ID'");
  }

  @Test
  void messagesKeepTheirToolCallsToTheLetter() {
    Schema schema = Schema.of(new Column("messages", Message.LIST));
    List<Message> chat = List.of(Message.user("hi\u0000"),
        new Message("assistant", "", "[{\"function\":{\"arguments\": {\"x\":0.10}}}]", null),
        new Message("tool", "1", null, "call_0"));
    Table table = write(folder.resolve("t"), schema, List.of(new Row("r", schema, Message.toList(chat))));
    assertThat(Message.list(rows(engine, table).getFirst(), "messages")).isEqualTo(chat);
  }

  @Test
  void aFullDiskSaysWhatToDo() {
    SQLException full = new SQLException("IO Error: Could not write file: No space left on device");
    assertThat(Trouble.of(full, "writing rows", folder)).isInstanceOf(UserError.class)
        .hasMessageContaining("disk full: ").hasMessageContaining("run the same command again");
    assertThat(Trouble.of(new SQLException("Parser Error"), "a query", folder)).isNotInstanceOf(UserError.class);
  }

  @Test
  void aTableOfManyPartsIsWrittenAsOneFileWithAllItsRowsInOrder() throws Exception {
    Schema schema = Schema.of(Column.integer("n"), Column.text("t"));
    List<Row> rows = new ArrayList<>();
    for (long n = 0; n < 4000; n++) {
      rows.add(new Row("r" + n, schema, n, Long.toString(n * 7919, 36).repeat(1200)));
    }
    Table table = write(folder.resolve("many"), schema, rows);
    assertThat(folder.resolve("many/part-00001.parquet")).exists();

    engine.file(table, folder.resolve("one.parquet"));

    List<String> ids = new ArrayList<>();
    try (ParquetRecords records = ParquetRecords.open(folder.resolve("one.parquet"))) {
      for (String record = records.next(); record != null; record = records.next()) {
        ids.add(dev.retort.row.Json.read(record).get("id").stringValue());
      }
    }
    assertThat(ids).containsExactlyElementsOf(rows.stream().map(Row::id).toList());
  }

  @Test
  void wideRowsAreCutIntoPartsThatReadAsOneTable() {
    Schema schema = Schema.of(Column.integer("n"), Column.text("t"));
    List<Row> rows = new ArrayList<>();
    for (long n = 0; n < 900; n++) {
      rows.add(new Row("r" + n, schema, n, Long.toString(n * 7919, 36).repeat(8000)));
    }
    Table table = write(folder.resolve("wide"), schema, rows);
    assertThat(TableFile.parts(table.folder())).hasSizeGreaterThan(1);
    assertThat(rows(engine, table)).isEqualTo(rows);
    Table asked = engine.query(folder.resolve("asked"), "SELECT id, _n AS n, t FROM x WHERE _n = n ORDER BY _n",
        Map.of("x", table), schema);
    assertThat(rows(engine, asked)).isEqualTo(rows);
    engine.file(table, folder.resolve("one.parquet"));
    assertThat(ids(folder.resolve("one.parquet"))).isEqualTo(rows.stream().map(Row::id).toList());
    try (Engine.Shuffled writer = engine.shuffled(folder.resolve("s"), schema)) {
      rows.reversed().forEach(row -> writer.add((long) java.util.Objects.requireNonNull(row.get(0)), 0, 0, row));
      Table sorted = writer.publish();
      assertThat(rows(engine, sorted)).isEqualTo(rows);
      assertThat(sorted.folder().resolve(TableFile.part(1)))
          .hasSameBinaryContentAs(table.folder().resolve(TableFile.part(1)));
    }
  }

  private static List<String> ids(Path file) {
    List<String> ids = new ArrayList<>();
    try (ParquetRecords records = ParquetRecords.open(file)) {
      for (String row = records.next(); row != null; row = records.next()) {
        ids.add(Json.read(row).required("id").stringValue());
      }
    }
    return ids;
  }

  @Test
  void aFolderThatIsNoTableIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("no"));
    assertThatThrownBy(() -> engine.open(folder.resolve("no"))).isInstanceOf(UserError.class)
        .hasMessageContaining("no table");
  }
}
