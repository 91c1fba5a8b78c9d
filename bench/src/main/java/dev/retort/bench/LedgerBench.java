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
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// Durable records a second of the ledger, and CPU a record, against a control that only appends and syncs.
///
/// Fixture: answers of 2,000 bytes, no two alike, each asked for and then kept by one of 64 virtual threads that wait
/// until it is on disk. Control: the same bytes uncompressed with a CRC32C, appended to one file by one thread, synced
/// every 64 records. What it takes to make the records is measured alone and taken off the CPU.
///
/// Usage: `LedgerBench [records] [folder] [bytes] [threads]`. Writes one `key value` a line.
public final class LedgerBench {
  private static final int FIRST = 200_000;

  private final int records;
  private final Path folder;
  private final int threads;
  private final Answers answers;

  private LedgerBench(int records, Path folder, int bytes, int threads) {
    this.records = records;
    this.folder = folder;
    this.threads = threads;
    this.answers = new Answers(bytes);
  }

  public static void main(String[] arguments) throws Exception {
    int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : FIRST;
    Path folder = arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("retort-bench");
    int bytes = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2_000;
    int threads = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 64;
    new LedgerBench(records, Files.createDirectories(folder), bytes, threads).run();
  }

  private void run() throws Exception {
    Path file = folder.resolve("ledger.db");
    if (Files.exists(file)) {
      throw new IllegalArgumentException(file + " is there already");
    }
    Meter.say("control_records_per_s", control(Math.min(records, FIRST)), 0);
    Meter making = new Meter();
    all(0, Math.min(records, FIRST), _ -> {});
    double makingCpu = making.cpuSeconds() / Math.min(records, FIRST);
    try (Ledger ledger = SqliteLedger.open(file)) {
      part("first_", 0, Math.min(records, FIRST), ledger, makingCpu);
      if (records > FIRST) {
        part("rest_", FIRST, records, ledger, makingCpu);
      }
    }
    Meter.say("bytes_per_record", Files.size(file) / (double) records, 0);
    reopen(file);
    Meter.say("peak_rss_mib", Meter.peakMiB(), 0);
  }

  private void part(String name, int from, int to, Ledger ledger, double makingCpu) throws InterruptedException {
    Meter meter = new Meter();
    all(from, to, attempt -> {
      if (ledger.find(attempt.key(), attempt.asked()) != null) {
        throw new IllegalStateException("a record is there already");
      }
      ledger.record(attempt);
    });
    Meter.say(name + "records_per_s", (to - from) / meter.seconds(), 0);
    Meter.say(name + "cpu_us_per_record", (meter.cpuSeconds() / (to - from) - makingCpu) * 1e6, 1);
  }

  private void reopen(Path file) {
    Meter meter = new Meter();
    try (Ledger ledger = SqliteLedger.open(file)) {
      if (ledger.records() != records || ledger.find(attempt(records / 2).key()) == null) {
        throw new IllegalStateException("a record is not there");
      }
      Meter.say("reopen_ms", meter.seconds() * 1000, 0);
    }
  }

  private double control(int many) throws IOException {
    Meter meter = new Meter();
    try (FileChannel channel = FileChannel.open(folder.resolve("control.log"), StandardOpenOption.CREATE,
        StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int i = 0; i < many; i++) {
        byte[] body = answers.body(i).getBytes(StandardCharsets.UTF_8);
        CRC32C check = new CRC32C();
        check.update(body);
        channel.write(ByteBuffer.allocate(body.length + 8).put(body).putLong(check.getValue()).flip());
        if (i % 64 == 63) {
          channel.force(false);
        }
      }
    }
    return many / meter.seconds();
  }

  private void all(int from, int to, Consumer<Attempt> each) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(to - from);
    for (int thread = 0; thread < threads; thread++) {
      int first = from + thread;
      Thread.ofVirtual().start(() -> {
        for (int i = first; i < to; i += threads) {
          each.accept(attempt(i));
          done.countDown();
        }
      });
    }
    done.await();
  }

  private Attempt attempt(int number) {
    String canonical = """
        {"messages":[{"content":"Question %d: what would you say of this, and why?","role":"user"}],\
        "model":"bench","max_tokens":512,"temperature":1}""".formatted(number);
    Key key = Key.of(canonical, "bench", 0, null);
    Asked asked = new Asked(Kind.CHAT, "bench", "ab".repeat(32), "respond", key.hex().substring(0, 32), 0);
    return new Attempt(key, asked, 1, canonical,
        new Ending.Answered(answers.body(number), new Usage(21, 330, false), "stop", "bench", false),
        new Timing(Instant.EPOCH, Duration.ofMillis(1), Duration.ofMillis(2)));
  }
}
