package dev.retort.run.sqlite;

import static dev.retort.run.sqlite.Attempts.answered;
import static dev.retort.run.sqlite.Attempts.failed;
import static dev.retort.run.sqlite.Attempts.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.Ledger.Attempt;
import dev.retort.teacher.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedLedgerTest {
  @TempDir
  private Path folder;

  private SqliteLedger open(String run) {
    return SqliteLedger.open(folder.resolve("ledger.db"), run);
  }

  @Test
  void whoKeepsASuccessLaterIsGivenTheSoonerOne() {
    try (SqliteLedger one = open("one"); SqliteLedger two = open("two")) {
      Attempt first = answered("a", "{\"from\":1}");
      Attempt second = answered("a", "{\"from\":2}");
      assertThat(one.record(first)).isEqualTo(first);
      assertThat(two.record(second)).isEqualTo(first);
      assertThat(two.record(failed("a", 2, Failure.TIMEOUT))).isEqualTo(first);
      assertThat(two.find(key("a"))).isEqualTo(first);
      assertThat(one.records()).isEqualTo(3); // what was paid for is kept, though it decides nothing
    }
  }

  @Test
  void aFailureDoesNotStandInTheWayOfASuccess() {
    try (SqliteLedger one = open("one"); SqliteLedger two = open("two")) {
      Attempt failure = failed("a", 1, Failure.TIMEOUT);
      assertThat(one.record(failure)).isEqualTo(failure);
      assertThat(two.record(answered("a", "{}"))).isEqualTo(answered("a", "{}"));
      assertThat(one.find(key("a"))).isEqualTo(answered("a", "{}"));
    }
  }

  @Test
  void ofManyWhoKeepTheSameAtOnceOneDecides() throws Exception {
    Set<Attempt> decisive = new HashSet<>();
    try (SqliteLedger one = open("one");
        SqliteLedger two = open("two");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Attempt>> kept = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        SqliteLedger ledger = i % 2 == 0 ? one : two;
        String body = "{\"from\":" + i + "}";
        kept.add(threads.submit(() -> ledger.record(answered("a", body))));
      }
      for (Future<Attempt> each : kept) {
        decisive.add(each.get());
      }
      assertThat(decisive).hasSize(1).containsExactly(one.find(key("a"))).containsExactly(two.find(key("a")));
      assertThat(one.records()).isEqualTo(40);
    }
  }

  @Test
  void whatAnotherKeepsIsFoundThoughTheFileWasEmptyAtFirst() {
    try (SqliteLedger one = open("one"); SqliteLedger two = open("two")) {
      two.record(answered("a", "{}"));
      one.record(answered("b", "{}")); // from its next commit on it knows that it is not alone
      assertThat(one.find(key("a"))).isEqualTo(answered("a", "{}"));
    }
  }

  @Test
  void eachRunCountsWhatItWrote() {
    try (SqliteLedger one = open("one"); SqliteLedger two = open("two")) {
      one.record(answered("a", "{}"));
      one.record(answered("b", "{}"));
      two.record(answered("c", "{}"));
      two.record(failed("d", 1, Failure.TIMEOUT));
      assertThat(one.stats().getFirst().counts().ok()).isEqualTo(2);
      assertThat(one.simulated()).isEqualTo(2);
      assertThat(two.stats().getFirst().counts().ok()).isEqualTo(1);
      assertThat(two.stats().getFirst().counts().failed()).containsOnlyKeys("timeout");
      assertThat(two.simulated()).isEqualTo(1);
      assertThat(two.records()).isEqualTo(4);
    }
    try (SqliteLedger again = open("one");
        SqliteLedger three = open("three");
        SqliteLedger all = SqliteLedger.open(folder.resolve("ledger.db"))) {
      assertThat(again.simulated()).isEqualTo(2);
      assertThat(all.simulated()).isEqualTo(3);
      assertThat(three.stats()).isEmpty();
    }
  }
}
