package dev.retort.run.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.retort.run.Ledger.Asked;
import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.Ledger.Key;
import dev.retort.run.Ledger.Kind;
import dev.retort.run.Ledger.Timing;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/// Files of version 1, written by its own script and as it wrote.
class OldLedgerTest {
  private static final Asked ROW = new Asked(Kind.CHAT, "qwen", "ab", "respond", "00112233445566778899aabbccddeeff", 3);
  private static final Asked NAME = new Asked(Kind.TOKENIZE, "llama", "cd", "judge", "Not hex, but 32 characters long.",
      0);

  @TempDir
  private Path folder;

  private Path file() {
    return folder.resolve("ledger.db");
  }

  private static Attempt attempt(String text, Asked asked, Ending ending) {
    return new Attempt(Attempts.key(text), asked, 1, "{\"q\":\"" + text + "\"}", ending,
        new Timing(Instant.ofEpochMilli(1_700_000_000_000L), null, Duration.ofMillis(40)));
  }

  private static Ending said(String body) {
    return new Ending.Answered(body, new Reply.Usage(10, 20, true), "stop", "m", false);
  }

  private static Ending lost(@Nullable String body) {
    return new Ending.Failed(Failure.OVERLOAD, "too busy", body);
  }

  /// What version 1 kept, in order: two successes of one key among it, which two processes could write.
  private static List<Attempt> old() {
    return List.of(attempt("a", ROW, lost("{\"busy\":1}")), attempt("a", ROW, said("{\"first\":1}")),
        attempt("a", NAME, said("{\"second\":1}")), attempt("b", NAME, lost(null)), attempt("b", NAME, lost("x")),
        attempt("c", ROW, said("Grüße \uD83D\uDE00")));
  }

  private static Connection connect(Path file) throws SQLException {
    return new JDBC().connect("jdbc:sqlite:" + file, new Properties());
  }

  private static void start(Connection connection, int version) throws SQLException {
    SqliteFile.execute(connection, "pragma journal_mode = wal");
    for (String script : Scripts.ALL.subList(0, version)) {
      SqliteFile.execute(connection, script);
    }
    SqliteFile.execute(connection, "pragma user_version = " + version);
    SqliteFile.execute(connection, "pragma application_id = " + 0x52545254);
  }

  private void write(List<Attempt> attempts) throws SQLException {
    try (Connection connection = connect(file())) {
      start(connection, 1);
      SqliteFile.execute(connection, "insert into facts values ('e', 'window', '4096')");
      try (PreparedStatement insert = connection.prepareStatement("""
          insert into calls (key, kind, teacher, endpoint, step, row, sample, attempt, failure, message, finish_reason,
            served_model, prompt_tokens, completion_tokens, tokens_estimated, simulated, started_ms, first_byte_us,
            total_us, request, response) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
        for (Attempt attempt : attempts) {
          insert(attempt, insert);
        }
      }
    }
  }

  private static void insert(Attempt attempt, PreparedStatement s) throws SQLException {
    Asked asked = attempt.asked();
    Object[] first = {attempt.key().bytes(), asked.kind().word(), asked.teacher(), asked.endpoint(), asked.step(),
        asked.row(), asked.sample(), attempt.number()};
    Object[] ending = switch (attempt.ending()) {
      case Ending.Failed f -> new Object[]{f.failure().word(), f.message(), null, null, null, null, null, null};
      case Ending.Answered a -> new Object[]{null, null, a.finishReason(), a.servedModel(), a.usage().promptTokens(),
          a.usage().completionTokens(), a.usage().estimated(), a.simulated()};
    };
    String body = switch (attempt.ending()) {
      case Ending.Failed f -> f.body();
      case Ending.Answered a -> a.body();
    };
    Object[] last = {attempt.timing().started().toEpochMilli(), null, attempt.timing().total().toNanos() / 1000,
        zipped(attempt.request()), body == null ? null : zipped(body)};
    int at = 0;
    for (Object[] part : List.of(first, ending, last)) {
      for (Object value : part) {
        s.setObject(++at, value);
      }
    }
    s.executeUpdate();
  }

  private static byte[] zipped(String text) {
    return Zstd.compress(text.getBytes(StandardCharsets.UTF_8), 3);
  }

  @Test
  void allOfItIsThereAndDecidesAsBefore() throws Exception {
    write(old());
    for (int time = 0; time < 2; time++) {
      try (SqliteLedger ledger = SqliteLedger.open(file())) {
        List<Attempt> all = new ArrayList<>();
        ledger.each(all::add);
        assertThat(all).isEqualTo(old());
        assertThat(ledger.find(Attempts.key("a"))).isEqualTo(old().get(1));
        assertThat(ledger.find(Attempts.key("b"))).isEqualTo(old().get(4));
        assertThat(ledger.find(Attempts.key("c"), ROW)).isEqualTo(old().get(5));
        assertThat(ledger.fact("e", "window")).isEqualTo("4096");
        assertThat(ledger.records()).isEqualTo(6);
        assertThat(KeyIndexTest.wrong(ledger)).isEmpty();
        assertThat(ledger.stats()).hasSize(1);
      }
    }
  }

  @Test
  void itGoesOnWhereItWas() throws Exception {
    write(old());
    try (SqliteLedger ledger = SqliteLedger.open(file(), "run")) {
      Attempt later = attempt("b", NAME, said("{}"));
      assertThat(ledger.record(later)).isEqualTo(later);
      assertThat(ledger.record(attempt("c", ROW, said("other")))).isEqualTo(old().get(5));
      assertThat(ledger.find(Attempts.key("b"))).isEqualTo(later);
      assertThat(ledger.records()).isEqualTo(8);
      assertThat(ledger.stats()).extracting(stats -> stats.teacher()).containsExactly("qwen");
    }
  }

  /// It would rely on an index that is no more.
  @Test
  void anOlderRetortThatHasTheFileOpenCannotDecideAKeyAgain() throws Exception {
    String insert = "insert into attempts (key, lane, row, sample, attempt, decides, started_ms, total_us)"
        + " values (zeroblob(32), 1, '', 0, 1, 1, 0, 0) on conflict do nothing";
    for (int version = 2; version <= 3; version++) {
      Path file = folder.resolve(version + ".db");
      try (Connection older = connect(file)) {
        start(older, version);
        try (PreparedStatement prepared = older.prepareStatement(insert)) {
          assertThat(prepared.executeUpdate()).isEqualTo(1);
          assertThat(prepared.executeUpdate()).isZero();
          try (SqliteLedger ledger = SqliteLedger.open(file)) {
            assertThatThrownBy(prepared::executeUpdate).hasMessageContaining("decides");
            assertThat(KeyIndexTest.wrong(ledger)).isEmpty();
          }
        }
      }
    }
  }

  @Test
  void whereItCannotBeMigratedTheFileStaysAsItWas() throws Exception {
    write(old());
    List<String> failing = List.of(Scripts.ALL.getFirst(), Scripts.ALL.get(1) + "select no_such_function();");
    assertThatThrownBy(() -> SqliteLedger.open(file(), null, SqliteLedger.Setup.USUAL.with(failing)))
        .hasMessageContaining("no_such_function");
    allOfItIsThere();
  }

  @Test
  void aKillAtAnyMomentOfItLeavesTheOldFileOrTheNew() throws Exception {
    write(old());
    for (Watch.Moment moment : List.of(Watch.Moment.MIGRATE, Watch.Moment.MIGRATED)) {
      assertThat(Crash.at(moment, 1, file()).killed()).as("at %s", moment).isTrue();
    }
    allOfItIsThere();
  }

  private void allOfItIsThere() {
    try (SqliteLedger ledger = SqliteLedger.open(file())) {
      List<Attempt> all = new ArrayList<>();
      ledger.each(all::add);
      assertThat(all).isEqualTo(old());
      assertThat(ledger.find(new Key(new byte[32]))).isNull();
    }
  }
}
