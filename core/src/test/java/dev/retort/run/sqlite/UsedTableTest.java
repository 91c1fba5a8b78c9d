package dev.retort.run.sqlite;

import static dev.retort.run.sqlite.Attempts.answered;
import static dev.retort.run.sqlite.Attempts.attempt;
import static dev.retort.run.sqlite.Attempts.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.Ledger;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.spend.Payer;
import dev.retort.run.spend.Used;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsedTableTest {
  private static final Payer PAYER = new Payer("qwen", "respond");

  @TempDir
  private Path folder;

  private Path file() {
    return folder.resolve("ledger.db");
  }

  @Test
  void sumsAreKeptWithTheCallsAndToldByRun() {
    try (Ledger ledger = SqliteLedger.open(file(), "one")) {
      assertThat(ledger.used()).isEmpty();
      ledger.record(answered("a", "{}"));
      ledger.record(failed("b", 1, Failure.OVERLOAD));
      ledger.record(attempt("c", 1,
          new Ending.Failed(Failure.TIMEOUT, "late", null, new Reply.Usage(7, 0, true)), 5));
      Reply.Usage cached = new Reply.Usage(10, 1, false, new Reply.Detail(4, 0, 0));
      ledger.record(attempt("d", 1, new Ending.Answered("{}", cached, "stop", "m", false), 5));
    }
    try (Ledger other = SqliteLedger.open(file(), "two")) {
      other.record(answered("e", "{}"));
      assertThat(other.used()).containsExactly(Map.entry(PAYER, new Used(1, 10, 0, 20, 0)));
    }
    try (Ledger again = SqliteLedger.open(file(), "one")) {
      assertThat(again.used()).containsExactly(Map.entry(PAYER, new Used(4, 27, 4, 21, 1)));
    }
  }

  @Test
  void aLedgerOfBeforeIsCountedOnce() throws Exception {
    try (SqliteLedger before = SqliteLedger.open(file(), SqliteFile.SCRIPTS.subList(0, 1))) {
      SqliteFile.execute(before.writer().connection(), """
          insert into calls (key, kind, teacher, endpoint, step, row, sample, attempt, failure, prompt_tokens,
            completion_tokens, tokens_estimated, started_ms, total_us, request) values
            (x'01', 'chat', 'qwen', 'e', 'respond', 'r', 0, 1, null, 10, 20, 0, 0, 0, x'00'),
            (x'02', 'chat', 'qwen', 'e', 'respond', 'r', 0, 1, 'timeout', null, null, null, 0, 0, x'00'),
            (x'03', 'tokenize', 'qwen', 'e', 'respond', 'r', 0, 1, null, 99, 0, 0, 0, 0, x'00')""");
    }
    for (int i = 0; i < 2; i++) {
      try (Ledger now = SqliteLedger.open(file())) {
        assertThat(now.used()).containsExactly(Map.entry(PAYER, new Used(2, 10, 0, 20, 0)));
      }
    }
  }
}
