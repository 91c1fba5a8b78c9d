package dev.retort.run.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerKillTest {

  @Test
  void whatWasAcknowledgedIsThereAfterAKill(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("ledger.db");
    long seed = Long.getLong("retort.seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < 8; round++) {
      acknowledged.addAll(writeAndKill(file, round, 1 + random.nextInt(400)));
      try (SqliteLedger ledger = SqliteLedger.open(file)) {
        assertThat(acknowledged).as("seed %d, round %d", seed, round)
            .allSatisfy(text -> assertThat(ledger.find(Attempts.key(text))).isNotNull());
        assertThat(ledger.records()).isGreaterThanOrEqualTo(acknowledged.size());
        assertThat(ledger.find(Attempts.key("never written"))).isNull();
      }
    }
  }

  private static List<String> writeAndKill(Path file, int round, int after) throws Exception {
    boolean itself = round % 2 == 0;
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process child = new ProcessBuilder(java, "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp",
        System.getProperty("java.class.path"), LedgerChild.class.getName(), file.toString(), Integer.toString(round),
        Integer.toString(itself ? after : 0))
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> seen = new ArrayList<>();
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        seen.add(line);
        if (!itself && seen.size() == after) {
          child.toHandle().destroyForcibly(); // unlike that of the process, leaves its output readable
        }
      }
    }
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(137);
    assertThat(seen).hasSizeGreaterThanOrEqualTo(after);
    if (!seen.getLast().matches("\\d+-\\w+-\\d+")) {
      seen.removeLast(); // a line cut off by the kill
    }
    return seen;
  }
}
