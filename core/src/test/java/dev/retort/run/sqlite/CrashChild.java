package dev.retort.run.sqlite;

import dev.retort.UserError;
import dev.retort.run.sqlite.Watch.Moment;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Keeps records, says each one that was acknowledged, and ends itself at a moment it was told, as a kill would.
///
/// Arguments: the file, the moment or `NEVER`, which time it comes, and how long to wait then in microseconds while the
/// writer goes on. A failure that is the user's ends it with status 2 and the message.
final class CrashChild {
  static final int THREADS = 4;
  static final int EACH = 40;
  private static final String NEVER = "NEVER";

  private CrashChild() {}

  public static void main(String[] args) throws InterruptedException {
    AtomicInteger times = new AtomicInteger(Integer.parseInt(args[2]));
    Watch watch = at -> {
      if (!args[1].equals(NEVER) && at == Moment.valueOf(args[1]) && times.decrementAndGet() == 0) {
        die(Long.parseLong(args[3]) * 1000);
      }
    };
    try {
      keep(Path.of(args[0]), watch);
    } catch (UserError e) {
      System.out.println("USER " + e.getMessage());
      System.exit(2);
    }
  }

  private static void die(long afterNanos) {
    if (afterNanos == 0) {
      Runtime.getRuntime().halt(Crash.KILL_STATUS);
    }
    long end = System.nanoTime() + afterNanos;
    Thread.ofPlatform().daemon().start(() -> {
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      Runtime.getRuntime().halt(Crash.KILL_STATUS);
    });
  }

  private static void keep(Path file, Watch watch) throws InterruptedException {
    SqliteLedger.Setup setup = SqliteLedger.Setup.USUAL.with(watch).withCheckpoint(60);
    CountDownLatch done = new CountDownLatch(THREADS);
    UserError[] wrong = new UserError[1];
    try (SqliteLedger ledger = SqliteLedger.open(file, null, setup)) {
      for (int thread = 0; thread < THREADS; thread++) {
        String name = ProcessHandle.current().pid() + "-" + thread + "-";
        Thread.ofPlatform().start(() -> {
          try {
            for (int i = 0; i < EACH; i++) {
              ledger.record(Attempts.answered(name + i, body(name + i)));
              System.out.println(name + i);
            }
          } catch (UserError e) {
            wrong[0] = e;
          } finally {
            done.countDown();
          }
        });
      }
      done.await();
    }
    if (wrong[0] != null) {
      throw wrong[0];
    }
  }

  /// 2 to 60 KB that do not compress, and are known by the record's name.
  static String body(String name) {
    Random random = new Random(name.hashCode());
    byte[] noise = new byte[1_000 + random.nextInt(30_000)];
    random.nextBytes(noise);
    return HexFormat.of().formatHex(noise);
  }
}
