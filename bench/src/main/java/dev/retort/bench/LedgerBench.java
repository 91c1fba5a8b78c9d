package dev.retort.bench;

import dev.retort.run.Ledger;
import dev.retort.run.Ledger.Asked;
import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.Ledger.Key;
import dev.retort.run.Ledger.Kind;
import dev.retort.run.Ledger.Timing;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.teacher.Reply.Usage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// Durable records a second of the ledger, against a control that only appends and syncs.
///
/// Fixture: answers of about 2 KB of random words, no two alike, asked by 64 threads that each wait until their record
/// is on disk. Control: the same bytes, appended to one file by one thread, synced every 64 records.
///
/// Usage: `LedgerBench [records] [folder]`, 200000 records by default.
public final class LedgerBench {
  private static final int THREADS = 64;
  private static final int WORDS = 330;

  private LedgerBench() {}

  public static void main(String[] arguments) throws Exception {
    int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
    Path folder = arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("retort-bench");
    Files.createDirectories(folder);
    double control = control(folder.resolve("control.log"), records);
    Path file = folder.resolve("ledger.db");
    double ledger;
    try (Ledger opened = SqliteLedger.open(file)) {
      ledger = records / seconds(records, i -> opened.record(attempt(i)));
    }
    long start = System.nanoTime();
    try (Ledger opened = SqliteLedger.open(file)) {
      if (opened.find(attempt(records / 2).key()) == null) {
        throw new IllegalStateException("a record is not there");
      }
    }
    System.out.printf("control %,.0f records/s; ledger %,.0f records/s; reopened and one found in %d ms%n", control,
        ledger, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private static double control(Path file, int records) throws IOException {
    long start = System.nanoTime();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int i = 0; i < records; i++) {
        channel.write(ByteBuffer.wrap(answer(i).getBytes(StandardCharsets.UTF_8)));
        if (i % THREADS == THREADS - 1) {
          channel.force(false);
        }
      }
    }
    return records / ((System.nanoTime() - start) / 1e9);
  }

  private static double seconds(int records, IntConsumer each) throws InterruptedException {
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        threads.submit(() -> {
          for (int i = first; i < records; i += THREADS) {
            each.accept(i);
          }
        });
      }
      threads.shutdown();
      if (!threads.awaitTermination(1, TimeUnit.HOURS)) {
        throw new IllegalStateException("not done within an hour");
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static Attempt attempt(int number) {
    Key key = Key.of("request " + number, "bench", 0, null);
    Asked asked = new Asked(Kind.CHAT, "bench", key.hex(), "respond", "row-" + number, 0);
    return new Attempt(key, asked, 1, "{\"request\":" + number + "}",
        new Ending.Answered(answer(number), new Usage(10, WORDS, false), "stop", "bench", false),
        new Timing(Instant.EPOCH, Duration.ofMillis(1), Duration.ofMillis(2)));
  }

  private static String answer(int number) {
    SplittableRandom random = new SplittableRandom(number);
    StringBuilder text = new StringBuilder("{\"content\":\"");
    for (int i = 0; i < WORDS; i++) {
      text.append(Integer.toString(random.nextInt(36 * 36 * 36 * 36, 36 * 36 * 36 * 36 * 36), 36)).append(' ');
    }
    return text.append("\"}").toString();
  }
}
