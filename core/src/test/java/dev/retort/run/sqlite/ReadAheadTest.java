package dev.retort.run.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.Ledger.Asked;
import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.Ledger.Key;
import dev.retort.run.Ledger.Kind;
import dev.retort.run.Ledger.Timing;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class ReadAheadTest {
  private static final int LANES = 3;
  private static final int EACH = 1_000;
  private static final long ROOM = 1 << 20;

  @TempDir
  private static Path folder;
  private final long seed = Long.getLong("retort.seed", System.nanoTime());
  private final List<Attempt> asks = new ArrayList<>();

  private static Path file() {
    return folder.resolve("ledger.db");
  }

  @BeforeAll
  void keep() throws Exception {
    try (SqliteLedger ledger = SqliteLedger.open(file());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> kept = new ArrayList<>();
      for (int i = 0; i < LANES * EACH; i++) {
        Attempt attempt = attempt(i);
        asks.add(attempt);
        kept.add(threads.submit(() -> ledger.record(attempt)));
      }
      for (Future<?> each : kept) {
        each.get();
      }
    }
  }

  /// Every eleventh has failed.
  private static Attempt attempt(int i) {
    Key key = Attempts.key("ask " + i);
    Asked asked = new Asked(Kind.CHAT, "teacher-" + i % LANES, "ab", "respond", key.hex().substring(0, 32), 0);
    String body = "{\"answer\":\"" + "word ".repeat(i % 40) + i + "\"}";
    Ending ending = i % 11 == 0
        ? new Ending.Failed(Failure.TIMEOUT, "late", i % 2 == 0 ? body : null)
        : new Ending.Answered(body, new Reply.Usage(i, 2, i % 2 == 0), "stop", "m", i % 3 == 0);
    return new Attempt(key, asked, 1, "{\"q\":" + i + "}", ending,
        new Timing(Instant.ofEpochMilli(1_700_000_000_000L + i), i % 5 == 0 ? null : Duration.ofMillis(3),
            Duration.ofMillis(i)));
  }

  private static void finds(SqliteLedger ledger, Attempt ask) {
    assertThat(ledger.find(ask.key(), ask.asked())).isEqualTo(ask).isEqualTo(ledger.find(ask.key()));
  }

  private static SqliteLedger open() {
    return SqliteLedger.open(file(), null, SqliteLedger.Setup.USUAL.withAhead(ROOM));
  }

  @Test
  void findsInAnyOrderWhatAPlainLookUpFinds() {
    List<Attempt> reversed = new ArrayList<>(asks);
    Collections.reverse(reversed);
    List<Attempt> shuffled = new ArrayList<>(asks);
    Collections.shuffle(shuffled, new Random(seed));
    List<Attempt> byLane = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      for (int i = lane; i < asks.size(); i += LANES) {
        byLane.add(asks.get(i));
      }
    }
    for (List<Attempt> order : List.of(asks, reversed, shuffled, byLane)) {
      try (SqliteLedger ledger = open()) {
        order.forEach(ask -> finds(ledger, ask));
        Key never = Attempts.key("never");
        assertThat(ledger.find(never, asks.getFirst().asked())).isNull();
        assertThat(ledger.ahead().bytes()).as("seed %d", seed).isBetween(0L, ROOM);
      }
    }
  }

  @Test
  void whatIsAskedInOrderIsReadInBulk() {
    try (SqliteLedger ledger = SqliteLedger.open(file())) {
      List<Attempt> near = new ArrayList<>(asks);
      Random random = new Random(seed);
      for (int from = 0; from < near.size(); from += 50) {
        Collections.shuffle(near.subList(from, Math.min(near.size(), from + 50)), random);
      }
      near.forEach(ask -> ledger.find(ask.key(), ask.asked()));
      long failures = asks.stream().filter(ask -> ask.ending() instanceof Ending.Failed).count();
      assertThat(ledger.ahead().alone()).as("seed %d", seed).isLessThan(failures + asks.size() / 20);
    }
  }

  @Test
  void memoryIsBoundedOverAllLanes() {
    try (SqliteLedger ledger = SqliteLedger.open(file(), null, SqliteLedger.Setup.USUAL.withAhead(50_000))) {
      for (Attempt ask : asks) {
        finds(ledger, ask);
        assertThat(ledger.ahead().bytes()).isBetween(0L, 50_000L);
      }
    }
  }

  @Test
  void manyThreadsFindEachItsOwn() throws Exception {
    Map<Key, Attempt> found = new ConcurrentHashMap<>();
    try (SqliteLedger ledger = open(); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (Attempt ask : asks) {
        all.add(threads.submit(() -> {
          Attempt one = ledger.find(ask.key(), ask.asked());
          if (one != null) {
            found.put(ask.key(), one);
          }
        }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    assertThat(found).hasSize(asks.size());
    asks.forEach(ask -> assertThat(found.get(ask.key())).isEqualTo(ask));
  }

  @Test
  void whatIsKeptInThisSittingIsFoundTooHoweverOften(@TempDir Path other) {
    try (SqliteLedger ledger = SqliteLedger.open(other.resolve("ledger.db"))) {
      for (Attempt ask : asks.subList(0, 300)) {
        assertThat(ledger.find(ask.key(), ask.asked())).isNull();
        ledger.record(ask);
        finds(ledger, ask);
        finds(ledger, ask);
      }
      asks.subList(0, 300).forEach(ask -> finds(ledger, ask));
    }
  }
}
