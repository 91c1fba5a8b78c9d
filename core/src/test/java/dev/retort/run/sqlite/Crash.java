package dev.retort.run.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.Ledger.Attempt;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a child that keeps records said before it ended.
/// @param status of the process
/// @param lines what it said, names of acknowledged records as a rule
record Crash(int status, List<String> lines) {
  static final int KILL_STATUS = 137;
  private static final String NAME = "\\d+-\\d+-\\d+";

  /// Runs a child that ends itself at a moment.
  static Crash at(Watch.Moment moment, int time, Path file) throws IOException, InterruptedException {
    return records(List.of(), file, moment.name(), time, 0);
  }

  /// Runs a child that ends itself some time after a moment, while the writer goes on.
  static Crash after(Watch.Moment moment, int micros, Path file) throws IOException, InterruptedException {
    return records(List.of(), file, moment.name(), 1, micros);
  }

  /// Runs a child that is not to end itself.
  /// @param before what starts the child, such as `setpriv` with its options
  static Crash never(List<String> before, Path file) throws IOException, InterruptedException {
    return records(before, file, "NEVER", 0, 0);
  }

  private static Crash records(List<String> before, Path file, String moment, int time, int micros)
      throws IOException, InterruptedException {
    return run(before, CrashChild.class, file.toString(), moment, Integer.toString(time), Integer.toString(micros));
  }

  /// Runs a class as a child.
  static Crash run(List<String> before, Class<?> child, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp",
        System.getProperty("java.class.path"), child.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Crash(process.exitValue(), lines);
  }

  boolean killed() {
    return status == KILL_STATUS;
  }

  /// Names of the records that were acknowledged; a line cut off by the kill is none.
  List<String> acknowledged() {
    return lines.stream().filter(line -> line.matches(NAME)).toList();
  }

  /// Opens the file and checks that what was acknowledged is there byte for byte, and nothing is there in part.
  static void whole(Path file, List<String> acknowledged) {
    try (SqliteLedger ledger = SqliteLedger.open(file)) {
      for (String name : acknowledged) {
        assertThat(ledger.find(Attempts.key(name))).isEqualTo(Attempts.answered(name, CrashChild.body(name)));
      }
      List<Attempt> all = new ArrayList<>();
      ledger.each(all::add);
      for (Attempt each : all) {
        String name = each.request().replaceAll("\\{\"q\":\"(.*)\"}", "$1");
        assertThat(each).isEqualTo(Attempts.answered(name, CrashChild.body(name)));
      }
      assertThat(all).hasSize((int) ledger.records()).hasSizeGreaterThanOrEqualTo(acknowledged.size());
      assertThat(KeyIndexTest.wrong(ledger)).isEmpty();
    }
  }
}
