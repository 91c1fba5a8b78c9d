package dev.retort.run.sqlite;

import static dev.retort.run.sqlite.Attempts.answered;
import static dev.retort.run.sqlite.Attempts.failed;
import static dev.retort.run.sqlite.Attempts.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.run.Ledger.Attempt;
import dev.retort.run.sqlite.SqliteLedger.Setup;
import dev.retort.run.sqlite.Watch.Moment;
import dev.retort.teacher.Failure;
import java.nio.file.Path;
import java.sql.Connection;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys are found, and decided once, whether the index has them already or not.
class KeyIndexTest {
  private static final int INTERVAL = 20;
  /// What no kill, no failure and no other process may bring about.
  private static final List<String> WRONG = List.of(
      "select 'decided twice: ' || hex(key) from attempts where decisive group by key having count(*) > 1",
      "select 'undecided: ' || hex(key) from attempts where failure is null group by key having sum(decisive) = 0",
      """
          select 'not in the index: ' || id from attempts a where decisive and id <= (select attempt from keys_upto)
            and not exists (select 1 from keys k where k.key = substr(a.key, 1, 16) and k.attempt = a.id)""",
      """
          select 'wrong in the index: ' || attempt from keys k
            where not exists (select 1 from attempts a where a.id = k.attempt and a.decisive)""",
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
    return column(ledger, question, 1);
  }

  private static List<String> plan(SqliteLedger ledger, String sql) {
    return column(ledger, "explain query plan " + sql, 4);
  }

  private static List<String> column(SqliteLedger ledger, String question, int number) {
    try (Statement statement = idle(ledger).createStatement();
        ResultSet result = statement.executeQuery(question)) {
      List<String> read = new ArrayList<>();
      while (result.next()) {
        read.add(result.getString(number));
      }
      return read;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The writer's connection. A record is acknowledged before keys are indexed, a fact that comes after it is not.
  private static Connection idle(SqliteLedger ledger) {
    ledger.learn("test", "idle", "");
    return ledger.writer().connection();
  }

  private static void sql(SqliteLedger ledger, String script) throws SQLException {
    SqliteFile.execute(idle(ledger), script);
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
      one.record(answered("last", "{}")); // from its next commit on each knows that it is not alone
      two.record(answered("last", "{}"));
      decided.forEach((name, first) -> assertThat(one.find(key(name))).isEqualTo(first).isEqualTo(two.find(key(name))));
      assertThat(wrong(one)).as("seed %d", seed).isEmpty();
    }
  }

  /// Else each index would take as long as the ledger is large.
  @Test
  void onlyTheRecordsAfterTheLastIndexAreReadAndSorted() {
    try (SqliteLedger ledger = open("one")) {
      assertThat(plan(ledger, KeyIndex.TAKE_IN)).contains("SEARCH attempts USING INTEGER PRIMARY KEY (rowid>?)");
      assertThat(plan(ledger, KeyIndex.TAKE_IN.replace("id >", "+id >")))
          .anyMatch(line -> line.startsWith("SCAN attempts"));
    }
  }

  @Test
  void whatAnotherProcessIndexesIsLetGo() {
    try (SqliteLedger early = open("one")) {
      early.record(answered("early", "{}")); // in an empty file each would take itself to be alone for a while
    }
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
    AtomicInteger emptied = new AtomicInteger();
    Setup setup = Setup.USUAL.withCheckpoint(INTERVAL).with(at -> emptied.addAndGet(at == Moment.CHECKPOINTED ? 1 : 0));
    try (SqliteLedger ledger = SqliteLedger.open(folder.resolve("ledger.db"), "one", setup)) {
      sql(ledger, "create trigger full before update on keys_upto begin select raise(abort, 'no room'); end");
      for (int i = 0; i < 2 * INTERVAL; i++) {
        ledger.record(answered("a" + i, "{}"));
      }
      assertThat(column(ledger, "select attempt from keys_upto")).containsExactly("0");
      assertThat(ledger.writer().recent().size()).isEqualTo(2 * INTERVAL);
      assertThat(emptied).as("the write-ahead file is emptied all the same").hasValue(2);
      finds(ledger, 0, 2 * INTERVAL);
      sql(ledger, "drop trigger full");
      for (int i = 2 * INTERVAL; i < 3 * INTERVAL; i++) {
        ledger.record(answered("a" + i, "{}"));
      }
      assertThat(column(ledger, "select attempt from keys_upto")).containsExactly("" + 3 * INTERVAL);
      assertThat(ledger.writer().recent().size()).isZero();
      finds(ledger, 0, 3 * INTERVAL);
      assertThat(wrong(ledger)).isEmpty();
    }
  }

  /// Which goes on when the record has been acknowledged.
  @Test
  void aKeyIsFoundWhileItGoesFromMemoryIntoTheIndex() {
    try (SqliteLedger ledger = SqliteLedger.open(folder.resolve("ledger.db"), "one", Setup.USUAL.withCheckpoint(1))) {
      for (int i = 0; i < 300; i++) {
        ledger.record(answered("a" + i, "{}"));
        for (int look = 0; look < 10; look++) {
          finds(ledger, i, i + 1);
        }
      }
    }
  }

  @Test
  void theWriterOutlivesWhateverGoesWrongWithTheIndexAndTellsItAtTheEnd() {
    Watch failing = at -> {
      if (at == Moment.INDEX) {
        throw new AssertionError("no memory, say");
      }
    };
    SqliteLedger faulty = SqliteLedger.open(folder.resolve("ledger.db"), "one",
        Setup.USUAL.withCheckpoint(INTERVAL).with(failing));
    for (int i = 0; i < 2 * INTERVAL; i++) {
      faulty.record(answered("a" + i, "{}"));
    }
    finds(faulty, 0, 2 * INTERVAL);
    assertThatThrownBy(faulty::close).hasRootCauseMessage("no memory, say");
    try (SqliteLedger again = open("one")) {
      finds(again, 0, 2 * INTERVAL);
    }
  }

  @Test
  void sittingsThatEachKeepLittleAreIndexedTogether() {
    for (int sitting = 0; sitting < 3; sitting++) {
      try (SqliteLedger ledger = open("one")) {
        for (int i = 0; i < INTERVAL / 2 - 1; i++) {
          ledger.record(failed("a" + sitting + "-" + i, 1, Failure.TIMEOUT));
        }
        assertThat(column(ledger, "select attempt from keys_upto")).containsExactly(sitting < 2 ? "0" : "" + INTERVAL);
      }
    }
  }
}
