package dev.retort.run.sqlite;

import static dev.retort.run.sqlite.Attempts.answered;
import static dev.retort.run.sqlite.Attempts.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.Ledger.Attempt;
import dev.retort.run.sqlite.SqliteLedger.Setup;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys are found, and decided once, whether the index has them already or not.
class KeyIndexTest {
  private static final int INTERVAL = 20;
  /// What no kill, no failure and no other process may bring about.
  private static final List<String> WRONG = List.of(
      "select 'decided twice: ' || hex(key) from attempts where decides group by key having count(*) > 1",
      "select 'undecided: ' || hex(key) from attempts where failure is null group by key having sum(decides) = 0",
      """
          select 'not in the index: ' || id from attempts a where decides and id <= (select attempt from keys_upto)
            and not exists (select 1 from keys k where k.key = substr(a.key, 1, 16) and k.attempt = a.id)""",
      """
          select 'wrong in the index: ' || attempt from keys k
            where not exists (select 1 from attempts a where a.id = k.attempt and a.decides)""",
      "select 'no row says how far the index goes' from (select count(*) n from keys_upto) where n <> 1");

  @TempDir
  private Path folder;
  private final long seed = Long.getLong("retort.seed", System.nanoTime());

  private SqliteLedger open(String run) {
    return SqliteLedger.open(folder.resolve("ledger.db"), run, Setup.USUAL.withCheckpoint(INTERVAL));
  }

  static List<String> wrong(SqliteLedger ledger) {
    List<String> wrong = new ArrayList<>();
    for (String question : WRONG) {
      wrong.addAll(column(ledger, question));
    }
    return wrong;
  }

  private static List<String> column(SqliteLedger ledger, String question) {
    try (Statement statement = ledger.writer().connection().createStatement();
        ResultSet result = statement.executeQuery(question)) {
      List<String> read = new ArrayList<>();
      while (result.next()) {
        read.add(result.getString(1));
      }
      return read;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sql(SqliteLedger ledger, String script) throws SQLException {
    SqliteFile.execute(ledger.writer().connection(), script);
  }

  private static void finds(SqliteLedger ledger, int from, int to) {
    IntStream.range(from, to).forEach(i -> assertThat(ledger.find(key("a" + i))).isEqualTo(answered("a" + i, "{}")));
  }

  @Test
  void keysAreFoundAndDecideBeforeAndAfterTheyAreInTheIndex() {
    try (SqliteLedger ledger = open("one")) {
      for (int i = 0; i < 3 * INTERVAL - 1; i++) {
        ledger.record(answered("a" + i, "{}"));
        finds(ledger, i, i + 1);
      }
      assertThat(column(ledger, "select attempt from keys_upto")).containsExactly("" + 2 * INTERVAL);
      assertThat(ledger.writer().recent().size()).isEqualTo(INTERVAL - 1);
      finds(ledger, 0, 3 * INTERVAL - 1);
      assertThat(wrong(ledger)).isEmpty();
    }
    try (SqliteLedger ledger = open("two")) {
      assertThat(ledger.writer().recent().size()).isEqualTo(INTERVAL - 1);
      for (int i = 0; i < 3 * INTERVAL - 1; i++) {
        assertThat(ledger.record(answered("a" + i, "{\"later\":1}"))).isEqualTo(answered("a" + i, "{}"));
      }
      finds(ledger, 0, 3 * INTERVAL - 1);
      assertThat(ledger.find(key("never"))).isNull();
      assertThat(wrong(ledger)).isEmpty();
    }
  }

  @Test
  void ofOneCommitTheFirstDecides() throws Exception {
    try (SqliteLedger ledger = open("one"); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Attempt>> kept = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Attempt attempt = answered("a" + i / 10, "{\"from\":" + i + "}");
        kept.add(threads.submit(() -> ledger.record(attempt)));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(kept.get(i).get()).isEqualTo(ledger.find(key("a" + i / 10)));
      }
      assertThat(wrong(ledger)).isEmpty();
    }
  }

  @Test
  void processesThatIndexAtTheSameTimeAgreeOnWhoDecides() throws Exception {
    Map<String, Attempt> decided = new HashMap<>();
    try (SqliteLedger one = open("one");
        SqliteLedger two = open("two");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Random random = new Random(seed);
      Map<Future<Attempt>, String> kept = new HashMap<>();
      for (int i = 0; i < 1_000; i++) {
        String name = "a" + random.nextInt(300);
        SqliteLedger ledger = random.nextBoolean() ? one : two;
        Attempt attempt = answered(name, "{\"from\":" + i + "}");
        kept.put(threads.submit(() -> ledger.record(attempt)), name);
      }
      for (Map.Entry<Future<Attempt>, String> each : kept.entrySet()) {
        Attempt first = each.getKey().get();
        assertThat(decided.merge(each.getValue(), first, (a, b) -> a)).as("seed %d", seed).isEqualTo(first);
      }
      decided.forEach((name, first) -> assertThat(one.find(key(name))).isEqualTo(first).isEqualTo(two.find(key(name))));
      assertThat(wrong(one)).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void whatAnotherProcessIndexesIsLetGo() {
    try (SqliteLedger one = open("one"); SqliteLedger two = open("two")) {
      for (int i = 0; i < 10 * INTERVAL; i++) {
        one.record(answered("a" + i, "{}"));
        assertThat(two.find(key("never"))).isNull();
        assertThat(two.writer().recent().size()).isLessThanOrEqualTo(INTERVAL);
      }
      finds(two, 0, 10 * INTERVAL);
    }
  }

  @Test
  void whereTheIndexCannotBeMadeNothingIsLostAndTheNextOneTakesAll() throws Exception {
    try (SqliteLedger ledger = open("one")) {
      sql(ledger, "create trigger full before update on keys_upto begin select raise(abort, 'no room'); end");
      for (int i = 0; i < 2 * INTERVAL; i++) {
        ledger.record(answered("a" + i, "{}"));
      }
      assertThat(column(ledger, "select attempt from keys_upto")).containsExactly("0");
      finds(ledger, 0, 2 * INTERVAL);
      sql(ledger, "drop trigger full");
      for (int i = 2 * INTERVAL; i < 3 * INTERVAL; i++) {
        ledger.record(answered("a" + i, "{}"));
      }
      assertThat(column(ledger, "select attempt from keys_upto")).containsExactly("" + 3 * INTERVAL);
      finds(ledger, 0, 3 * INTERVAL);
      assertThat(wrong(ledger)).isEmpty();
    }
  }
}
