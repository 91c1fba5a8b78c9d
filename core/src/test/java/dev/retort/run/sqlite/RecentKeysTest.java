package dev.retort.run.sqlite;

import static dev.retort.run.sqlite.Attempts.answered;
import static dev.retort.run.sqlite.Attempts.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.run.Ledger.Attempt;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A writer by hand beside another process, in a file that both found with a record in it.
class RecentKeysTest {
  @TempDir
  private Path folder;
  private final Exchange.Tools tools = new Exchange.Tools();
  private final RecentKeys recent = new RecentKeys();
  private SqliteLedger other;
  private Connection connection;
  private Reader reader;
  private Inserter inserter;

  @BeforeEach
  void open() throws SQLException {
    Path path = folder.resolve("ledger.db");
    other = SqliteLedger.open(path);
    other.record(answered("first", "{}"));
    SqliteFile file = new SqliteFile(path, Scripts.ALL, Watch.NONE);
    connection = file.openToWrite();
    inserter = new Inserter(connection, tools, recent, new Fresh(1), null);
    reader = new Reader(file.openToRead(), tools, recent);
  }

  @AfterEach
  void close() throws SQLException {
    reader.close();
    connection.close();
    other.close();
    tools.close();
  }

  private void put(long id, String name) throws SQLException {
    Attempt attempt = answered(name, "{}");
    assertThat(inserter.put(id, new Job.Work.Call(attempt, new Exchange(attempt.request(), "{}").packed(tools))))
        .isNull();
  }

  @Test
  void ofACommitThatWasTakenBackNothingIsKnownAndItsNumbersAreOthers() throws Exception {
    assertThat(inserter.begin()).isEqualTo(1);
    put(2, "a");
    put(3, "b");
    recent.undone();
    SqliteFile.execute(connection, "rollback");
    other.record(answered("c", "{}"));
    other.record(answered("d", "{}"));
    assertThat(reader.success(key("a"))).isNull();
    assertThat(reader.success(key("c"))).isNotNull();
    assertThat(reader.success(key("d"))).isNotNull();
    assertThat(recent.size()).as("first, c and d").isEqualTo(3);
  }

  @Test
  void aLedgerWhoseCommitFailedForgetsItAndSeesWhatOthersKeep() throws Exception {
    Path path = folder.resolve("fresh.db");
    try (SqliteLedger one = SqliteLedger.open(path); SqliteLedger two = SqliteLedger.open(path)) {
      SqliteFile.execute(two.writer().connection(),
          "create trigger full before insert on used begin select raise(abort, 'no room'); end");
      assertThatThrownBy(() -> one.record(answered("lost", "{}"))).hasMessageContaining("no room");
      assertThat(one.writer().recent().size()).isZero();
      assertThat(one.find(key("lost"))).isNull();
      SqliteFile.execute(two.writer().connection(), "drop trigger full");
      two.record(answered("kept", "{}"));
      assertThat(one.find(key("kept"))).as("at once, under the number of the one that was lost").isNotNull();
      assertThat(one.find(key("lost"))).isNull();
      assertThat(one.record(answered("lost", "{\"again\":1}"))).isEqualTo(answered("lost", "{\"again\":1}"));
      assertThat(KeyIndexTest.wrong(one)).isEmpty();
    }
  }

  @Test
  void anotherRecordIsNeverGivenForAKeyWhoseOwnWasLost() throws Exception {
    recent.add(key("lost"), 1);
    assertThat(reader.success(key("lost"))).isNull();
    KeyIndex.update(connection);
    recent.add(key("first"), 7);
    assertThat(reader.success(key("first"))).as("by the index").isNotNull();
  }

  @Test
  void whatIsInTheIndexIsLetGoOnlyThen() throws Exception {
    inserter.begin();
    put(2, "a");
    assertThat(recent.seen()).isEqualTo(1);
    inserter.commit();
    assertThat(recent.seen()).isEqualTo(2);
    assertThat(recent.size()).isEqualTo(2);
    recent.indexed(KeyIndex.update(connection));
    assertThat(recent.size()).isZero();
    assertThat(reader.success(key("a"))).isNotNull();
  }

  @Test
  void manyWhoLookAtOnceAllFindWhatAnotherProcessKept() throws Exception {
    try (SqliteLedger one = SqliteLedger.open(folder.resolve("ledger.db"));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      CyclicBarrier together = new CyclicBarrier(4);
      for (int i = 0; i < 200; i++) {
        String name = "a" + i;
        other.record(answered(name, "{}"));
        Callable<Attempt> look = () -> {
          together.await();
          return one.find(key(name));
        };
        List<Future<Attempt>> found = new ArrayList<>(threads.invokeAll(List.of(look, look, look, look)));
        for (Future<Attempt> each : found) {
          assertThat(each.get()).as(name).isEqualTo(answered(name, "{}"));
        }
      }
    }
  }
}
