package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Memory does not grow with the number of rows: neither the heap nor the process.
class BoundedMemoryTest {
  private static final long GIB = 1L << 30;

  @TempDir
  Path temp;

  @Test
  void threeHundredThousandRowsGoThroughAModelStepIn256MegabytesOfHeap() throws Exception {
    int rows = 300_000;
    Path data = chats(rows);
    Path recipe = Files.writeString(temp.resolve("model.yaml"), """
        recipe: model
        teachers:
          memory: {recorded: {path: %s, prompt: prompt, response: completion}, terms: own}
        steps:
          - read: {path: %s, layout: prompt_completion, terms: own}
          - keep: {where: "number >= 0"}
          - respond: {}
          - write: {path: export}
        """.formatted(data, data));
    long peak = peakOf(recipe, "model", "-Xmx256m");
    System.out.printf("BoundedMemoryTest peak resident: %,d rows through a model step %d MiB%n", rows, peak >> 20);
    JsonNode summary = summary("model");
    assertThat(summary.required("steps").get(3).required("rows_out").longValue()).isEqualTo(rows);
    assertThat(peak).isLessThan(GIB);
  }

  @Test
  void aHundredTimesTheRowsTakeNoMoreMemory() throws Exception {
    long few = peakOf(plain(30_000), "plain-30000");
    long many = peakOf(plain(3_000_000), "plain-3000000");
    System.out.printf("BoundedMemoryTest peak resident: 30,000 rows %d MiB, 3,000,000 rows %d MiB%n", few >> 20,
        many >> 20);
    assertThat(summary("plain-3000000").required("steps").get(2).required("rows_out").longValue())
        .isEqualTo(1_500_000);
    assertThat(many).isLessThan(GIB);
    assertThat((double) many / few).isBetween(0.0, 1.1);
  }

  private Path plain(int rows) throws IOException {
    Path data = chats(rows);
    return Files.writeString(temp.resolve("plain-" + rows + ".yaml"), """
        recipe: plain
        steps:
          - read: {path: %s, layout: prompt_completion, terms: own}
          - keep: {where: "number %% 2 == 0"}
          - write: {path: export}
        """.formatted(data));
  }

  private Path chats(int rows) throws IOException {
    Path file = temp.resolve("chats-" + rows + ".jsonl");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < rows; i++) {
        out.write("{\"number\":" + i + ",\"prompt\":\"What is the name of number " + i
            + "?\",\"completion\":\"It has no name, but its double is " + 2L * i + ".\"}\n");
      }
    }
    return file;
  }

  /// Runs a recipe in a process of its own and gives its peak resident memory in bytes.
  private long peakOf(Path recipe, String name, String... jvm) throws Exception {
    Path out = temp.resolve(name + ".out");
    Process process = Cli.start(out, List.of(jvm), "run", recipe.toString(), "--run", temp.resolve(name).toString());
    long peak = 0;
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(9);
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peakOf(process.pid()));
      if (System.nanoTime() > deadline) {
        process.destroyForcibly();
      }
    }
    assertThat(process.exitValue()).as(() -> read(out) + read(out.resolveSibling(out.getFileName() + ".err"))).isZero();
    assertThat(peak).isPositive();
    return peak;
  }

  private static long peakOf(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D+", "")) << 10;
        }
      }
    } catch (IOException e) {
      return 0; // it has just ended
    }
    return 0;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private JsonNode summary(String name) throws IOException {
    return Json.read(Files.readString(temp.resolve(name).resolve("run.json"))).required("summary");
  }
}
