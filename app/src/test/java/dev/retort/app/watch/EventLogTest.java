package dev.retort.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.run.watch.Watched;
import dev.retort.step.OfTable.Funnel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EventLogTest {
  private final List<String> lines = new ArrayList<>();
  private final EventLog log = new EventLog(lines::add,
      InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z")), () -> 0);

  @TempDir
  Path folder;

  private static Watched watched(long answered, long timeouts, long again) {
    return new Watched(new Watched.Calls(answered, Map.of("timeout", timeouts), 0, again, answered + timeouts),
        new Watched.Tokens(1, 1), new Watched.Traffic(0, 3, 3, 1, null), null);
  }

  private JsonNode last() {
    return Json.read(lines.getLast());
  }

  @Test
  void callsAreToldByWhatWasAddedAndNotAtAllWhereNothingWas() {
    AtomicReference<Map<String, Watched>> teachers = new AtomicReference<>(Map.of("t", watched(0, 0, 0)));
    log.opened(teachers::get);
    log.calls();
    assertThat(lines).isEmpty();

    teachers.set(Map.of("t", watched(10, 4, 3)));
    log.calls();
    assertThat(last()).isEqualTo(Json.read("{\"time\":\"2026-11-21T10:00:00Z\",\"event\":\"calls\",\"teacher\":\"t\","
        + "\"answered\":10,\"failed\":{\"timeout\":4},\"retried\":3,\"in_flight\":3,\"waiting\":0}"));

    teachers.set(Map.of("t", watched(12, 4, 3)));
    log.calls();
    assertThat(last().path("answered").intValue()).isEqualTo(2);
    assertThat(last().path("failed").isEmpty()).isTrue();
    log.calls();
    assertThat(lines).hasSize(2);
  }

  @Test
  void stepsTeachersAndNotesAreEachALineOfJson() {
    log.began("r.yaml");
    log.stepStarted("read", -1);
    log.stepEnded("read", new Funnel(9, 7, 2, 0, 0, 7, Map.of("no_user_turn", 2L)), false);
    log.teacherStopped("qwen", "a line\nand \"another\"");
    log.note("layout messages");
    log.broke("mistake");

    assertThat(lines).hasSize(6).noneMatch(line -> line.contains("\n"));
    assertThat(lines.stream().map(line -> Json.read(line).path("event").stringValue())).containsExactly("run_started",
        "step_started", "step_ended", "teacher_stopped", "note", "run_broke");
    assertThat(Json.read(lines.get(1)).path("units").isNull()).isTrue();
    assertThat(Json.read(lines.get(2)).path("reasons").path("no_user_turn").intValue()).isEqualTo(2);
    assertThat(Json.read(lines.get(3)).path("message").stringValue()).isEqualTo("a line\nand \"another\"");
  }

  @Test
  void howLongAStepTookIsNotAskedOfAClockThatIsSet() {
    AtomicReference<Instant> wall = new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    AtomicLong nanos = new AtomicLong(7);
    EventLog timed = new EventLog(lines::add, wall::get, nanos::get);
    for (int days : List.of(2, -4)) {
      timed.stepStarted("read", 9);
      wall.updateAndGet(time -> time.plus(Duration.ofDays(days)));
      nanos.addAndGet(1_234_000_000);
      timed.stepEnded("read", new Funnel(9, 9, 0, 0, 0, 9, Map.of()), false);

      assertThat(last().path("seconds").doubleValue()).isEqualTo(1.234);
      assertThat(last().path("time").stringValue()).isEqualTo(wall.get().toString());
    }
  }

  @Test
  void aFileIsAddedToAndOneThatCannotBeHadIsTheUsersToMend() throws IOException {
    Path file = folder.resolve("log.jsonl");
    for (int sitting = 0; sitting < 2; sitting++) {
      try (LogFile log = LogFile.open(file, lines::add)) {
        log.accept("{\"sitting\":" + sitting + "}");
        assertThat(Files.readAllLines(file)).as("each line is there at once").hasSize(sitting + 1);
      }
    }
    assertThatThrownBy(() -> LogFile.open(folder.resolve("none/log.jsonl"), lines::add)).isInstanceOf(UserError.class)
        .hasMessageContaining("--log: ").hasMessageContaining("- for stderr");
  }

  @Test
  void aLogThatBreaksComplainsOnceAndNeverThrows() throws IOException {
    Path full = Path.of("/dev/full");
    if (Files.exists(full)) {
      try (LogFile log = LogFile.open(full, lines::add)) {
        log.accept("one");
        log.accept("two");
      }
      assertThat(lines).hasSize(1).first().asString().contains("can no longer be written", "The run goes on");
    }
  }
}
