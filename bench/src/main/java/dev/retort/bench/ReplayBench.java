package dev.retort.bench;

import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.run.Ledger;
import dev.retort.run.Ledger.Asked;
import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.Ledger.Key;
import dev.retort.run.Ledger.Kind;
import dev.retort.run.Ledger.Timing;
import dev.retort.run.Opened;
import dev.retort.run.Run;
import dev.retort.run.RunListener;
import dev.retort.run.RunOptions;
import dev.retort.run.RunSummary;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.step.OfTable.Funnel;
import dev.retort.teacher.Backend.Opening;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Reply.Usage;
import dev.retort.teacher.Request;
import dev.retort.teacher.Teacher;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/// How long a run takes whose every call is in the ledger already: the resume of a finished model step.
///
/// Fixture: a recipe that asks one prompt a row, and a ledger with all answers, of 600 bytes. The teacher's address
/// has no server, so a call that is made after all fails, and with it the bench. The replay is a process of its own with
/// 512 MiB of heap. Its control is the same run over the same rows without the model step.
///
/// Usage: `ReplayBench [calls] [folder] [bytes]`. Writes one `key value` a line.
public final class ReplayBench {
  private static final int WRITERS = 512;
  private static final String TEACHERS = """
      recipe: replay
      teachers:
        one:
          openai: {base_url: "http://127.0.0.1:9/v1", model: bench}
          sampling: {temperature: 0, max_tokens: 512}
          limits: {in_flight: 256, attempts: 1}
      """;
  private static final String READ = "steps:\n  - read: {path: rows.jsonl, terms: own}\n";
  private static final String PROMPT = "  - prompt: {template: \"{{question}}\"}\n";

  private final Path folder;

  private ReplayBench(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("replay")) {
      new ReplayBench(Path.of(arguments[1])).replay(arguments[2]);
      return;
    }
    int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    Path folder = arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("retort-bench");
    int bytes = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 600;
    ReplayBench bench = new ReplayBench(Files.createDirectories(folder));
    bench.build(calls, new Answers(bytes));
    bench.child("control");
    bench.child("replay");
  }

  private void build(int calls, Answers answers) throws Exception {
    try (BufferedWriter rows = Files.newBufferedWriter(folder.resolve("rows.jsonl"))) {
      for (int i = 0; i < calls; i++) {
        rows.write("{\"question\":\"" + question(i) + "\"}\n");
      }
    }
    Files.writeString(folder.resolve("control.yaml"), TEACHERS + READ);
    Files.writeString(folder.resolve("replay.yaml"), TEACHERS + READ + PROMPT);
    Teacher teacher = Objects
        .requireNonNull(Opened.open(RunOptions.of(folder.resolve("replay.yaml"))).plan().teachers().get("one"));
    Meter meter = new Meter();
    try (Endpoint endpoint = teacher.backend().open(new Opening("one", teacher, folder, folder, 0));
        Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"))) {
      CountDownLatch done = new CountDownLatch(calls);
      for (int writer = 0; writer < WRITERS; writer++) {
        int first = writer;
        Thread.ofVirtual().start(() -> {
          for (int i = first; i < calls; i += WRITERS) {
            ledger.record(attempt(i, teacher, endpoint, answers));
            done.countDown();
          }
        });
      }
      done.await();
    }
    Meter.say("build_s", meter.seconds(), 1);
  }

  private static String question(int number) {
    return "Question %d: what would you say of this, and why?".formatted(number);
  }

  private static Attempt attempt(int number, Teacher teacher, Endpoint endpoint, Answers answers) {
    String canonical = endpoint
        .canonical(new Request.Chat(List.of(Message.user(question(number))), teacher.sampling()));
    String hash = HexFormat.of()
        .formatHex(Row.sha256().digest(endpoint.identity().getBytes(StandardCharsets.UTF_8)));
    Key key = Key.of(canonical, endpoint.identity(), 0, null);
    Asked asked = new Asked(Kind.CHAT, "one", hash, "prompt", key.hex().substring(0, 32), 0);
    return new Attempt(key, asked, 1, canonical,
        new Ending.Answered(answers.body(number), new Usage(21, 330, false), "stop", "bench", false),
        new Timing(Instant.EPOCH, Duration.ofMillis(1), Duration.ofMillis(2)));
  }

  private void child(String recipe) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Xmx512m", "-XX:+UseSerialGC"));
    String more = System.getProperty("bench.java");
    if (more != null) {
      command.addAll(List.of(more.split(" ")));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), ReplayBench.class.getName(), "replay",
        folder.toString(), recipe));
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IllegalStateException(recipe + " ended with status " + status);
    }
  }

  private void replay(String recipe) {
    Meter meter = new Meter();
    RunOptions options = new RunOptions(folder.resolve(recipe + ".yaml"),
        new RunOptions.Place(folder.resolve("run-" + recipe), folder.resolve("ledger.db")), Map.of(), Long.MAX_VALUE,
        new RunOptions.Retry.All(), List.of());
    RunSummary summary = Run.execute(options, new RunListener() {
      @Override
      public void stepEnded(String step, Funnel funnel, boolean reused) {
        Meter.say(recipe + "_after_" + step + "_s", meter.seconds(), 1);
      }
    });
    if (summary.state() != RunSummary.State.DONE || summary.calls().made() != 0) {
      throw new IllegalStateException("ended " + summary.state() + " with calls " + summary.calls());
    }
    Meter.say(recipe + "_s", meter.seconds(), 1);
    Meter.say(recipe + "_cpu_s", meter.cpuSeconds(), 1);
    Meter.say(recipe + "_calls_replayed", summary.calls().replayed(), 0);
    Meter.say(recipe + "_peak_rss_mib", Meter.peakMiB(), 0);
    Meter.say(recipe + "_peak_heap_mib", ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP).map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed()).sum() / 1048576.0, 0);
  }
}
