package dev.retort.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.engine.Table;
import dev.retort.row.Row;
import dev.retort.step.OfTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes tables is killed at random moments, or runs out of room: only whole tables are found.
class KilledWriterTest {
  private static final int KILLS = 10;
  private static final int LENGTH = 400;

  @TempDir
  Path folder;

  @Test
  void afterTenKillsThereAreOnlyWholeTables() throws Exception {
    long seed = System.nanoTime();
    System.out.println("KilledWriterTest seed " + seed);
    Random random = new Random(seed);
    int next = 0;
    int halves = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      int told = killed(next, random.nextInt(3), random.nextInt(120));
      halves += halves();
      int found = whole();
      assertThat(found).as("tables after telling %d, seed %d", told, seed).isGreaterThanOrEqualTo(told);
      next = found;
    }
    assertThat(next).isGreaterThanOrEqualTo(KILLS);
    assertThat(halves).as("some kills must hit a table in the making, seed %d", seed).isPositive();
  }

  @Test
  void aWriterWithoutRoomSaysSoAndLeavesNothingHalf() throws Exception {
    Process process = start(List.of("/bin/sh", "-c", "ulimit -f 256; exec \"$@\"", "sh"), 0, 40_000);
    String told = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isEqualTo(1);
    assertThat(told).contains("table-0: disk full: ").contains("run the same command again");
    assertThat(whole()).isZero();
    assertThat(halves()).isZero();
  }

  /// Runs from a table on and kills after some tables and some milliseconds; gives how many tables there are at least.
  private int killed(int first, int tables, int milliseconds) throws Exception {
    Process process = start(List.of(), first, LENGTH);
    int told = first;
    BufferedReader out = process.inputReader();
    for (int i = 0; i <= tables; i++) {
      assertThat(out.readLine()).isEqualTo("table-" + told);
      told++;
    }
    assertThat(process.waitFor(milliseconds, TimeUnit.MILLISECONDS)).isFalse();
    process.destroyForcibly().waitFor();
    return told;
  }

  private Process start(List<String> before, int first, int length) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
        System.getProperty("java.class.path"), TableLoop.class.getName(), folder.toString(), String.valueOf(first),
        String.valueOf(length)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// Reads every table there is; gives their number.
  private int whole() throws IOException {
    int number = 0;
    try (DuckDbEngine engine = new DuckDbEngine(folder.resolve("reader"))) {
      for (; Files.exists(folder.resolve("table-" + number)); number++) {
        Table table = engine.open(folder.resolve("table-" + number));
        assertThat(table.rows()).isEqualTo(TableLoop.rows(number));
        try (OfTable.Rows rows = engine.scan(table)) {
          for (int n = 0; n < table.rows(); n++) {
            assertThat(rows.next()).isEqualTo(TableLoop.row(number, n, LENGTH));
          }
          assertThat((Row) rows.next()).isNull();
        }
      }
    }
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.filter(path -> path.getFileName().toString().startsWith("table-"))).hasSize(number);
    }
    return number;
  }

  private int halves() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return (int) all.filter(path -> path.getFileName().toString().startsWith(".aside-")).count();
    }
  }
}
