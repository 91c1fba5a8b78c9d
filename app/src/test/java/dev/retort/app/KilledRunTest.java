package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Kills a run with SIGKILL at 30 moments and looks at what is left.
///
/// What was asked is counted by the log of a separate `retort simulate` process. Half of the moments are random in
/// time, half come when a certain file of the run appears, so that table writes, renames and the export are hit too.
class KilledRunTest {
  private static final int KILLS = 30;
  private static final int IN_FLIGHT = 4;
  private static final int TEACHERS = 3;

  /// Files whose appearance is a moment to kill at.
  private static final List<String> MOMENTS = List.of("work/02-respond", "tables/01-read", "tables/01-read.json",
      "tables/02-respond", "drops/02-respond.parquet", "tables/02-respond.json", "work/03-keep", "tables/03-keep",
      "work/04-write", "work/04-write/export", "export", "export/manifest.json", "run.json.aside", "ledger.db");

  @TempDir
  Path temp;

  @Test
  void aRunKilledThirtyTimesGivesTheBytesOfOneThatWasNotAndPaysOnce() throws Exception {
    long seed = System.nanoTime();
    System.out.println("KilledRunTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    Path log = temp.resolve("requests.jsonl");
    try (Cli.Fleet fleet = Cli.simulate(log, "--seed", "5")) {
      Path recipe = recipe(fleet.baseUrl());
      Path whole = temp.resolve("whole");
      assertThat(run(recipe, whole)).as(() -> printed()).isZero();
      Map<String, Integer> asked = counts(log, 0);
      assertThat(asked).isNotEmpty().allSatisfy((call, times) -> assertThat(times).isEqualTo(1));
      int kills = 0;
      Map<String, Integer> where = new TreeMap<>();
      for (int round = 0; kills < KILLS; round++) {
        long before = Files.size(log);
        Path folder = temp.resolve("round-" + round);
        int killedHere = 0;
        while (killedHere < 6 && killed(recipe, folder, random, where)) {
          killedHere++;
        }
        kills += killedHere;
        assertThat(run(recipe, folder)).as(() -> printed()).isZero();
        assertThat(bytes(folder)).isEqualTo(bytes(whole));
        balanced(folder);
        int most = killedHere * TEACHERS * IN_FLIGHT;
        Map<String, Integer> again = counts(log, before);
        assertThat(again.keySet()).isEqualTo(asked.keySet());
        assertThat(again.values().stream().mapToInt(times -> times - 1).sum()).isBetween(0, most);
      }
      System.out.println("KilledRunTest killed at " + where);
    }
  }

  private String printed() {
    try {
      return Files.readString(temp.resolve("out")) + Files.readString(temp.resolve("out.err"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Path recipe(String baseUrl) throws IOException {
    StringBuilder chats = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      chats.append("{\"messages\":[{\"role\":\"user\",\"content\":\"Tell me about number %d.\"},".formatted(i))
          .append("{\"role\":\"assistant\",\"content\":\"It is a number.\"},")
          .append("{\"role\":\"user\",\"content\":\"And what comes after %d?\"}]}\n".formatted(i));
    }
    Files.writeString(temp.resolve("chats.jsonl"), chats);
    StringBuilder teachers = new StringBuilder();
    for (String model : List.of("sim-scholar", "sim-brief", "sim-chatty")) {
      teachers.append("""
            %s:
              openai:
                base_url: %s
                model: %s
                extra_body: {retort_faults: {error_500: 0.1, rate_limit: 0.05, reset: 0.05}}
              terms: own
              limits: {in_flight: %d}
          """.formatted(model, baseUrl, model, IN_FLIGHT));
    }
    return Files.writeString(temp.resolve("killed.yaml"), """
        recipe: killed
        random_seed: 3
        teachers:
        %s
        steps:
          - read: {path: chats.jsonl, terms: own}
          - respond: {context: self, samples: 2, seed: 11}
          - keep: {where: "size(response) > 0"}
          - write: {path: export, layout: chat, shards: 2}
        """.formatted(teachers.toString().stripTrailing()));
  }

  private int run(Path recipe, Path folder) throws InterruptedException {
    return Cli.run(temp.resolve("out"), List.of(), "run", recipe.toString(), "--run", folder.toString());
  }

  /// Starts the run and kills it at some moment.
  /// @return whether it was still at work then
  private boolean killed(Path recipe, Path folder, SplittableRandom random, Map<String, Integer> where)
      throws Exception {
    String moment = random.nextBoolean() ? MOMENTS.get(random.nextInt(MOMENTS.size())) : "";
    long patience = TimeUnit.MILLISECONDS.toNanos(moment.isEmpty() ? 700 + random.nextInt(2500) : 20_000);
    Process process = Cli.start(temp.resolve("out"), List.of(), "run", recipe.toString(), "--run", folder.toString());
    long start = System.nanoTime();
    boolean there = !moment.isEmpty() && Files.exists(folder.resolve(moment));
    while (process.isAlive() && System.nanoTime() - start < patience) {
      if (!moment.isEmpty() && !there && Files.exists(folder.resolve(moment))) {
        break;
      }
      LockSupport.parkNanos(100_000); // leaves both cores to the run
    }
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    if (alive) {
      where.merge(moment.isEmpty() ? state(folder) : "at " + moment, 1, Integer::sum);
    }
    return alive;
  }

  private static String state(Path folder) {
    for (String mark : List.of("tables/04-write.json", "tables/03-keep.json", "tables/02-respond.json",
        "tables/01-read.json")) {
      if (Files.exists(folder.resolve(mark))) {
        return "after " + mark;
      }
    }
    return "early";
  }

  /// How often each call (model, body and attempt) stands in the log after `offset`.
  private static Map<String, Integer> counts(Path log, long offset) throws IOException {
    String text = new String(Files.readAllBytes(log), (int) offset, (int) (Files.size(log) - offset),
        StandardCharsets.UTF_8);
    Map<String, Integer> counts = new HashMap<>();
    for (String line : text.lines().toList()) {
      JsonNode node = Json.read(line);
      if (node.path("path").stringValue("").endsWith("/chat/completions")) {
        String call = node.required("model").stringValue() + " " + node.required("sha256").stringValue() + " "
            + node.required("attempt");
        counts.merge(call, 1, Integer::sum);
      }
    }
    return counts;
  }

  /// SHA-256 of every file that must not depend on how a run went.
  private static Map<String, String> bytes(Path folder) throws Exception {
    Map<String, String> bytes = new TreeMap<>();
    List<Path> files = new ArrayList<>();
    for (String part : List.of("export", "tables", "drops")) {
      try (Stream<Path> all = Files.walk(folder.resolve(part))) {
        all.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    for (Path file : files) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      bytes.put(folder.relativize(file).toString(), HexFormat.of().formatHex(digest));
    }
    assertThat(bytes.keySet()).anyMatch(name -> name.startsWith("export/data-"))
        .anyMatch(name -> name.equals("export/manifest.json")).anyMatch(name -> name.endsWith(".parquet"));
    return bytes;
  }

  private static void balanced(Path folder) throws IOException {
    JsonNode steps = Json.read(Files.readString(folder.resolve("run.json"))).required("summary").required("steps");
    assertThat(steps.size()).isEqualTo(4);
    for (JsonNode step : steps) {
      long ended = step.required("kept").longValue() + step.required("dropped").longValue()
          + step.required("failed").longValue() + step.required("pending").longValue();
      assertThat(step.required("units").longValue()).as(step.toString()).isEqualTo(ended);
    }
    assertThat(steps.get(1).required("units").longValue()).isEqualTo(40L * TEACHERS * 2);
  }
}
