package dev.retort.run.sqlite;

import static dev.retort.run.sqlite.Attempts.answered;
import static dev.retort.run.sqlite.Attempts.failed;
import static dev.retort.run.sqlite.Attempts.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.run.Ledger;
import dev.retort.run.Ledger.Attempt;
import dev.retort.run.LedgerStats;
import dev.retort.teacher.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

class SqliteLedgerTest {
  @TempDir
  private Path folder;

  private Path file() {
    return folder.resolve("ledger.db");
  }

  @Test
  void givesBackAnAttemptAsItWasKept() {
    Attempt kept = answered("a", "{\"text\":\"Grüße \uD83D\uDE00\"}");
    try (Ledger ledger = SqliteLedger.open(file())) {
      assertThat(ledger.find(key("a"))).isNull();
      ledger.record(kept);
      assertThat(ledger.find(key("a"))).isEqualTo(kept);
      assertThat(ledger.find(key("b"))).isNull();
    }
    try (Ledger again = SqliteLedger.open(file())) {
      assertThat(again.find(key("a"))).isEqualTo(kept);
    }
  }

  @Test
  void theFirstSuccessDecidesElseTheLastFailure() {
    try (Ledger ledger = SqliteLedger.open(file())) {
      ledger.record(failed("a", 1, Failure.TIMEOUT));
      ledger.record(failed("a", 2, Failure.OVERLOAD));
      assertThat(ledger.find(key("a"))).isEqualTo(failed("a", 2, Failure.OVERLOAD));
      ledger.record(answered("a", "{\"first\":1}"));
      ledger.record(answered("a", "{\"second\":1}"));
      ledger.record(failed("a", 3, Failure.TIMEOUT));
      assertThat(ledger.find(key("a"))).isEqualTo(answered("a", "{\"first\":1}"));
    }
  }

  @Test
  void theFirstFactTold() {
    try (Ledger ledger = SqliteLedger.open(file())) {
      assertThat(ledger.fact("e", "window")).isNull();
      ledger.learn("e", "window", "4096");
      ledger.learn("e", "window", "8192");
      assertThat(ledger.fact("e", "window")).isEqualTo("4096");
    }
  }

  @Test
  void countsByTeacher() {
    try (Ledger ledger = SqliteLedger.open(file())) {
      for (int i = 1; i <= 10; i++) {
        ledger.record(answered("a" + i, "{}", i == 4 ? "stop,length" : "stop", i * 10L));
      }
      ledger.record(failed("b", 1, Failure.TIMEOUT));
      ledger.record(failed("b", 2, Failure.TIMEOUT));
      LedgerStats stats = ledger.stats().getFirst();
      assertThat(stats.counts().ok()).isEqualTo(10);
      assertThat(stats.counts().truncated()).isEqualTo(1);
      assertThat(stats.counts().simulated()).isEqualTo(10);
      assertThat(stats.counts().failed()).containsOnlyKeys("timeout").containsEntry("timeout", 2L);
      assertThat(stats.tokens()).isEqualTo(new LedgerStats.Tokens(100, 200, 0));
      assertThat(stats.speed().latency()).isEqualTo(new LedgerStats.Spread(50, 90, 100, 10));
      assertThat(stats.speed().tokensPerSecond()).isEqualTo(200 / 0.55);
      assertThat(stats.speed().phases()).as("3 ms of each answer were before its first byte")
          .isEqualTo(new LedgerStats.Phases(100 * 1e6 / 30_000, 190 * 1e6 / 520_000));
      assertThat(ledger.records()).isEqualTo(12);
      assertThat(ledger.simulated()).isEqualTo(10);
      List<Attempt> all = new ArrayList<>();
      ledger.each(all::add);
      assertThat(all).hasSize(12).first().isEqualTo(answered("a1", "{}", "stop", 10));
    }
  }

  @Test
  void commitsTogetherWhatComesTogether() throws Exception {
    try (SqliteLedger ledger = SqliteLedger.open(file())) {
      int records = writeFrom(64, 20, ledger);
      assertThat(ledger.records()).isEqualTo(records);
      assertThat(ledger.writer().commits()).isLessThan(records / 2);
      long before = ledger.writer().commits();
      ledger.record(answered("x", "{}"));
      ledger.record(answered("y", "{}"));
      assertThat(ledger.writer().commits()).isEqualTo(before + 2);
    }
  }

  @Test
  void twoLedgersOnOneFileBothWork() throws Exception {
    try (SqliteLedger one = SqliteLedger.open(file());
        SqliteLedger two = SqliteLedger.open(file());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> first = threads.submit(() -> writeFrom(8, 20, one));
      Future<Integer> second = threads.submit(() -> writeFrom(8, 20, two));
      assertThat(one.records()).isLessThanOrEqualTo(first.get() + second.get());
      assertThat(two.records()).isEqualTo(320);
    }
  }

  private static int writeFrom(int threads, int each, Ledger ledger) throws Exception {
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < threads; t++) {
        int thread = t;
        writers.add(executor.submit(() -> {
          for (int i = 0; i < each; i++) {
            ledger.record(answered(thread + "-" + i, "{\"text\":\"" + "word ".repeat(50) + "\"}"));
          }
        }));
      }
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    return threads * each;
  }

  @Test
  void worksUnderAFolderOfAnyName() throws Exception {
    Path odd = Files.createDirectory(folder.resolve("a b?mode=memory&c%41#d'é"));
    try (Ledger ledger = SqliteLedger.open(odd.resolve("ledger.db"))) {
      ledger.record(answered("a", "{}"));
    }
    assertThat(odd.resolve("ledger.db")).isNotEmptyFile();
  }

  @Test
  void refusesWhatIsNoLedgerAndLeavesItAsItWas() throws Exception {
    Files.writeString(file(), "this is a text, not a database, and it is long enough to look at ".repeat(20));
    refusedUnchanged("not an SQLite file");
    Files.delete(file());
    sql("create table t (x); insert into t values (1); pragma user_version = 1;");
    refusedUnchanged("another program");
  }

  @Test
  void refusesAFileOfANewerRetortAndLeavesItAsItWas() throws Exception {
    SqliteLedger.open(file()).close();
    sql("pragma user_version = 99");
    refusedUnchanged("newer Retort (ledger version 99)");
  }

  private void refusedUnchanged(String reason) throws Exception {
    byte[] before = Files.readAllBytes(file());
    assertThatThrownBy(() -> SqliteLedger.open(file())).isInstanceOf(UserError.class).hasMessageContaining(reason)
        .hasMessageContaining(file().toString());
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void migratesAFileOfAnOlderVersion() {
    Attempt kept = answered("a", "{}");
    try (Ledger ledger = SqliteLedger.open(file())) {
      ledger.record(kept);
    }
    List<String> newer = new ArrayList<>(Scripts.ALL);
    newer.add("alter table facts add column told_ms integer; create index facts_by_name on facts (name);");
    try (Ledger ledger = SqliteLedger.open(file(), null, SqliteLedger.Setup.USUAL.with(newer))) {
      assertThat(ledger.find(key("a"))).isEqualTo(kept);
      ledger.record(answered("b", "{}"));
    }
    assertThatThrownBy(() -> SqliteLedger.open(file())).isInstanceOf(UserError.class)
        .hasMessageContaining("ledger version " + newer.size());
  }

  @Test
  void saysThatTheDiskIsFullAndKeepsWhatThereWas() throws Exception {
    try (SqliteLedger ledger = SqliteLedger.open(file())) {
      ledger.record(answered("a", "{}"));
      SqliteFile.execute(ledger.writer().connection(), "pragma max_page_count = 10");
      byte[] noise = new byte[100_000];
      new java.util.Random(7).nextBytes(noise);
      String large = java.util.HexFormat.of().formatHex(noise);
      assertThatThrownBy(() -> ledger.record(answered("b", large))).isInstanceOf(UserError.class)
          .hasMessageContaining("disk is full");
      assertThat(ledger.find(key("b"))).isNull();
      assertThat(ledger.find(key("a"))).isNotNull();
    }
  }

  @Test
  void aClosedLedgerTakesNothing() {
    SqliteLedger ledger = SqliteLedger.open(file());
    ledger.close();
    ledger.close();
    assertThatThrownBy(() -> ledger.record(answered("a", "{}"))).hasMessageContaining("closed");
    assertThatThrownBy(() -> ledger.find(key("a"))).hasMessageContaining("closed");
  }

  private void sql(String script) throws Exception {
    try (Connection connection = new JDBC().connect("jdbc:sqlite:" + file(), new java.util.Properties())) {
      SqliteFile.execute(connection, script);
    }
  }
}
