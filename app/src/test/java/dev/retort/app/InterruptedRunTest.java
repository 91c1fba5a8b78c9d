package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Ctrl-C in the middle of `respond`: exit code 130, and the same command goes on.
class InterruptedRunTest {
  private static final int IN_FLIGHT = 2;
  private static final int ROWS = 12;

  @TempDir
  Path temp;

  @Test
  void anInterruptedRunEndsWith130AndTheSameCommandRepeatsAtMostWhatWasInFlight() throws Exception {
    Path log = temp.resolve("requests.jsonl");
    try (Cli.Fleet fleet = Cli.simulate(log, "--timing", "0.3")) {
      Path recipe = Files.writeString(temp.resolve("r.yaml"), """
          recipe: interrupted
          teachers:
            sim:
              openai: {base_url: %s, model: sim-scholar}
              terms: own
              limits: {in_flight: %d}
          steps:
            - simulated_chats: {rows: %d}
            - respond: {}
            - write: {path: export}
          """.formatted(fleet.baseUrl(), IN_FLIGHT, ROWS));
      String run = temp.resolve("run").toString();
      Path out = temp.resolve("out");
      Process process = Cli.start(out, List.of(), "run", recipe.toString(), "--run", run);
      while (process.isAlive() && asked(log).size() < 4) {
        Thread.onSpinWait();
      }
      int code = interrupt(process);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      String said = Files.readString(temp.resolve("out.err"));
      assertThat(process.exitValue()).as(said).isEqualTo(code);
      assertThat(said).contains("the same command goes on from here").doesNotContain("\tat ");
      assertThat(Path.of(run, "export")).doesNotExist();
      assertThat(asked(log).size()).isLessThan(ROWS);

      assertThat(Cli.run(out, List.of(), "run", recipe.toString(), "--run", run)).isZero();

      Map<String, Integer> asked = asked(log);
      int repeated = asked.values().stream().mapToInt(times -> times - 1).sum();
      assertThat(repeated).isBetween(0, IN_FLIGHT);
      assertThat(asked.size()).isGreaterThanOrEqualTo(ROWS);
    }
  }

  /// Sends SIGINT, or SIGTERM where SIGINT is ignored, as it is for what a shell runs in the background.
  /// @return the exit code that follows
  private static int interrupt(Process process) throws Exception {
    long ignored = 0;
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("SigIgn:")) {
        ignored = Long.parseUnsignedLong(line.substring(7).strip(), 16);
      }
    }
    boolean deaf = (ignored & 2) != 0;
    Process kill = new ProcessBuilder("kill", deaf ? "-TERM" : "-INT", Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
    return deaf ? 143 : 130;
  }

  /// How often each call (body and attempt) was asked.
  private static Map<String, Integer> asked(Path log) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    String text = Files.exists(log) ? Files.readString(log) : "";
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      JsonNode node = Json.read(line);
      if (node.path("path").stringValue("").endsWith("/chat/completions")) {
        counts.merge(node.required("sha256").stringValue() + " " + node.required("attempt"), 1, Integer::sum);
      }
    }
    return counts;
  }
}
