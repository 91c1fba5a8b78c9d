package dev.retort.run.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.UserError;
import dev.retort.run.sqlite.Watch.Moment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A kill at each moment of writing, a torn end of the write-ahead file, and disks that take no more.
class LedgerCrashTest {
  private static final int ALL = CrashChild.THREADS * CrashChild.EACH;

  @TempDir
  private Path folder;
  private final long seed = Long.getLong("retort.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private Path file() {
    return folder.resolve("ledger.db");
  }

  @Test
  void aKillAtAnyMomentOfWritingLosesNothingThatWasAcknowledged() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (Moment moment : List.of(Moment.BEGIN, Moment.INSERTED, Moment.COMMIT, Moment.COMMITTED, Moment.INDEX,
        Moment.INDEXED, Moment.CHECKPOINT, Moment.CHECKPOINTED)) {
      boolean once = moment.compareTo(Moment.INDEX) >= 0;
      int time = once ? 1 : 1 + random.nextInt(25);
      Crash crash = Crash.at(moment, time, file());
      assertThat(crash.killed()).as("%s %d, seed %d", moment, time, seed).isTrue();
      assertThat(crash.acknowledged().size()).isLessThan(ALL);
      acknowledged.addAll(crash.acknowledged());
      Crash.whole(file(), acknowledged);
    }
    assertThat(acknowledged).isNotEmpty();
  }

  @Test
  void aKillBeforeAndAfterEachOfTheFirstInsertsLosesNothing() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (int time : List.of(1, 2, 3)) {
      Crash crash = Crash.at(Moment.INSERTED, time, file());
      assertThat(crash.killed()).isTrue();
      acknowledged.addAll(crash.acknowledged());
      Crash.whole(file(), acknowledged);
    }
  }

  @Test
  void aKillWhileTheIndexIsMadeOrTheWriteAheadFileEmptiedLosesNothing() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < 6; round++) {
      Moment moment = round % 2 == 0 ? Moment.INDEX : Moment.CHECKPOINT;
      int micros = 1 + random.nextInt(4_000);
      Crash crash = Crash.after(moment, micros, file());
      assertThat(crash.killed()).as("%s, after %d us, seed %d", moment, micros, seed).isTrue();
      acknowledged.addAll(crash.acknowledged());
      Crash.whole(file(), acknowledged);
    }
    assertThat(acknowledged).hasSizeGreaterThan(4 * 50);
  }

  @Test
  void aChildThatIsLeftAloneKeepsAll() throws Exception {
    Crash crash = Crash.never(List.of(), file());
    assertThat(crash.status()).isZero();
    assertThat(crash.acknowledged()).hasSize(ALL);
    Crash.whole(file(), crash.acknowledged());
  }

  @Test
  void aTornEndOfTheWriteAheadFileTakesOnlyTheCommitItIsIn() throws Exception {
    List<String> names = new ArrayList<>();
    try (SqliteLedger ledger = SqliteLedger.open(file())) {
      for (int i = 0; i < 20; i++) {
        names.add("1-1-" + i);
        ledger.record(Attempts.answered(names.getLast(), CrashChild.body(names.getLast())));
      }
      byte[] before = Files.readAllBytes(wal(file()));
      ledger.record(Attempts.answered("1-1-last", CrashChild.body("1-1-last")));
      byte[] after = Files.readAllBytes(wal(file()));
      byte[] main = Files.readAllBytes(file());
      for (int round = 0; round < 40; round++) {
        byte[] torn = round % 2 == 0 ? cut(before, after) : flipped(before, after);
        Path copy = Files.createDirectory(folder.resolve("copy-" + round)).resolve("ledger.db");
        Files.write(copy, main);
        Files.write(wal(copy), torn);
        try (SqliteLedger opened = SqliteLedger.open(copy)) {
          assertThat(opened.records()).as("round %d, seed %d", round, seed).isBetween(20L, 21L);
          assertThat(opened.find(Attempts.key("1-1-last"))).isIn(null,
              Attempts.answered("1-1-last", CrashChild.body("1-1-last")));
          opened.record(Attempts.answered("1-1-more", CrashChild.body("1-1-more")));
        }
        names.add("1-1-more");
        Crash.whole(copy, names);
        names.removeLast();
      }
    }
  }

  private static Path wal(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  private byte[] cut(byte[] before, byte[] after) {
    return Arrays.copyOf(after, before.length + random.nextInt(after.length - before.length));
  }

  private byte[] flipped(byte[] before, byte[] after) {
    byte[] torn = after.clone();
    for (int flip = 0; flip < 3; flip++) {
      torn[before.length + random.nextInt(after.length - before.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return torn;
  }

  @Test
  void aFileThatMayNotGrowEndsTheRunWithAdvice() throws Exception {
    Crash crash = Crash.never(List.of("bash", "-c", "ulimit -f 1400; exec \"$@\"", "limited"), file());
    assertThat(crash.status()).isEqualTo(2);
    assertThat(crash.lines()).anyMatch(line -> line.startsWith("USER " + file()) && line.contains("space"));
    assertThat(crash.acknowledged()).isNotEmpty();
    assertThat(crash.acknowledged().size()).isLessThan(ALL);
    Crash.whole(file(), crash.acknowledged());
  }

  @Test
  void whatMayNotBeWrittenIsSaidWithAdvice() throws Exception {
    SqliteLedger.open(file()).close();
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("r--r--r--"));
    for (Path path : List.of(file(), closed.resolve("ledger.db"), file().resolve("below-a-file.db"), closed)) {
      Crash crash = Crash.never(unprivileged(), path);
      assertThat(crash.status()).as("%s: %s", path, crash.lines()).isEqualTo(2);
      assertThat(crash.lines()).hasSize(1).first().asString().startsWith("USER " + path)
          .containsAnyOf("permissions", "folder exists");
    }
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(closed).isEmptyDirectory();
  }

  /// Permissions mean nothing to root, so the child then goes without the capabilities that make it so.
  private List<String> unprivileged() throws Exception {
    boolean root = Files.getOwner(folder).getName().equals("root");
    return root ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search") : List.of();
  }

  @Test
  void aFullDiskTakesNothingOfWhatWasKeptAndWritingGoesOnWhenThereIsRoom() throws Exception {
    List<String> kept = new ArrayList<>();
    try (SqliteLedger ledger = SqliteLedger.open(file())) {
      SqliteFile.execute(ledger.writer().connection(), "pragma max_page_count = 100");
      String refused = null;
      for (int i = 0; refused == null; i++) {
        String name = "1-2-" + i;
        try {
          ledger.record(Attempts.answered(name, CrashChild.body(name)));
          kept.add(name);
        } catch (UserError e) {
          assertThat(e).hasMessageContaining("disk is full").hasMessageContaining(file().toString());
          refused = name;
        }
      }
      assertThat(kept).isNotEmpty();
      assertThat(ledger.find(Attempts.key(refused))).isNull();
      SqliteFile.execute(ledger.writer().connection(), "pragma max_page_count = 100000");
      ledger.record(Attempts.answered(refused, CrashChild.body(refused)));
      kept.add(refused);
    }
    Crash.whole(file(), kept);
  }
}
