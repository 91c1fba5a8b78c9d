package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retort.app.WaitingModels.Seen;
import dev.retort.row.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The wall clock of a run is set two days forward and four days back while calls wait for all there is to wait for.
///
/// It has to end as the same run does beside a clock that goes right: no wait shorter or longer, the same bytes, and no
/// length of time that a clock was asked for.
class ClockJumpNeedsCompilerTest {
  private static final Duration DEADLINE = Duration.ofSeconds(8);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final List<String> MODELS = List.of("slow", "mute", "limited", "paced", "sick");

  @TempDir
  Path temp;

  @BeforeEach
  void mayCompile() throws Exception {
    assumeTrue(WallClock.canBeMade(temp), "needs a C compiler, and Linux, to set the clock of a process");
  }

  @Test
  void aClockSetForwardAndBackWhileCallsWaitChangesNothing() throws Exception {
    WallClock clock = WallClock.in(temp);
    try (WaitingModels right = new WaitingModels(() -> {}, () -> {});
        WaitingModels jumping = new WaitingModels(() -> clock.set(Duration.ofDays(2)),
            () -> clock.set(Duration.ofDays(-2)))) {
      LeftRun still = run("still", right, clock);
      LeftRun jumped = run("jumped", jumping, clock);

      for (LeftRun left : List.of(still, jumped)) {
        allWaited(left.server());
        waitsAreAsLongAsTheyAre(left);
        lengthsOfTimeAreThoseOfARunOfSeconds(left);
      }
      assertThat(jumped.export()).isEqualTo(still.export());
      askedAsOften(jumping, right);
      assertThat(jumped.printed().required("usd")).isEqualTo(still.printed().required("usd"));
      assertThat(still.spread()).as("the clock goes right").isLessThan(HOUR);
      assertThat(jumped.spread()).as("the clock did jump").isBetween(Duration.ofDays(4).minus(HOUR),
          Duration.ofDays(4).plus(HOUR));
    }
  }

  private static void askedAsOften(WaitingModels jumping, WaitingModels right) {
    assertThat(MODELS.stream().map(model -> right.seen(model).size())).containsExactly(10, 10, 20, 10, 21);
    for (String model : MODELS) {
      assertThat(jumping.times(model).keySet()).isEqualTo(right.times(model).keySet());
      // Which of the calls tries a sick model is not said.
      assertThat(jumping.times(model).values()).containsExactlyInAnyOrderElementsOf(right.times(model).values());
    }
  }

  private LeftRun run(String name, WaitingModels server, WallClock clock) throws Exception {
    Path folder = Files.createDirectory(temp.resolve(name));
    ProcessBuilder child = Cli.java(List.of(), List.of("run", recipe(folder, server.baseUrl()).toString(), "--run",
        folder.resolve("run").toString(), "--log", folder.resolve("log.jsonl").toString(), "--json"));
    clock.give(child);
    child.environment().putAll(Map.of("RETORT_TERMINAL", "1", "COLUMNS", "200"));
    Process process = child.redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile()).start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    LeftRun left = new LeftRun(folder, server);
    assertThat(ended).as(() -> "the run ends: " + left.shown()).isTrue();
    assertThat(process.exitValue()).as(left::shown).isZero();
    return left;
  }

  private static Path recipe(Path folder, String baseUrl) throws IOException {
    Files.writeString(folder.resolve("chats.jsonl"), IntStream.range(0, WaitingModels.ROWS)
        .mapToObj("{\"messages\":[{\"role\":\"user\",\"content\":\"Question %d?\"}]}\n"::formatted)
        .collect(Collectors.joining()));
    return Files.writeString(folder.resolve("recipe.yaml"), """
        recipe: clock
        allow_failed: 1
        teachers:
        %s
        steps:
          - read: {path: chats.jsonl, terms: own}
          - respond: {teachers: [%s]}
          - write: {path: export}
        """.formatted(MODELS.stream().map(model -> teacher(model, baseUrl)).collect(Collectors.joining()),
        String.join(", ", MODELS)));
  }

  private static String teacher(String model, String baseUrl) {
    String limits = switch (model) {
      case "mute" -> "attempts: 1";
      case "paced" -> "requests_per_minute: 120";
      default -> "attempts: 5";
    };
    return """
          %s:
            openai: {base_url: "%s", model: %s}
            terms: own
            deadline: %ds
            limits: {in_flight: 10, %s}
            price: {input: 1, output: 2, as_of: 2026-11-01, source: "https://example.com/prices"}
        """.formatted(model, baseUrl, model, model.equals("mute") ? DEADLINE.toSeconds() : 100, limits);
  }

  /// At both moments calls of each model were waiting, and went on after it.
  private static void allWaited(WaitingModels server) {
    for (int moment = 0; moment < 2; moment++) {
      assertThat(server.seen("slow", moment)).hasSize(10);
      assertThat(server.seen("limited", moment)).hasSize(10);
      assertThat(server.seen("sick", moment)).hasSizeBetween(10 + moment, 11);
      assertThat(server.seen("paced", moment)).hasSizeBetween(1, 9);
      Seen silent = server.seen("mute", moment).stream().filter(call -> call.question().equals(WaitingModels.SILENT))
          .findFirst().orElseThrow();
      assertThat(server.nanosAt(moment) - silent.nanos()).isLessThan(DEADLINE.toNanos());
    }
  }

  private static void waitsAreAsLongAsTheyAre(LeftRun left) throws Exception {
    for (String question : left.server().seen("limited").stream().map(Seen::question).distinct().toList()) {
      List<Seen> tries = left.server().seen("limited").stream().filter(call -> call.question().equals(question))
          .toList();
      assertThat(tries).hasSize(2);
      assertThat(between(tries, 0, 1)).isGreaterThanOrEqualTo(WaitingModels.RETRY_AFTER);
    }
    List<Seen> sick = left.server().seen("sick");
    assertThat(between(sick, 9, 10)).as("the breaker's first pause").isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(between(sick, 10, 11)).as("its second").isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    // Nine paces of 61.75 s / 120, less half a second of slack and 1.5 s for the first call to be late.
    assertThat(between(left.server().seen("paced"), 0, 9)).isGreaterThanOrEqualTo(Duration.ofMillis(2631));
    assertThat(left.printed().required("steps").get(1).required("failed").intValue()).isEqualTo(1);
    assertThat(left.state().required("reasons").required("respond")).isEqualTo(Json.read("{\"failed:timeout\":1}"));
    assertThat(left.column("total_us", "failure = 'timeout'")).singleElement().satisfies(
        micros -> assertThat(Duration.ofNanos(micros * 1000)).isBetween(DEADLINE, HOUR));
  }

  private static Duration between(List<Seen> calls, int one, int other) {
    return Duration.ofNanos(calls.get(other).nanos() - calls.get(one).nanos());
  }

  private static void lengthsOfTimeAreThoseOfARunOfSeconds(LeftRun left) throws Exception {
    List<Double> seconds = new ArrayList<>();
    for (String column : List.of("total_us", "first_byte_us")) {
      left.column(column, column + " is not null").forEach(micros -> seconds.add(micros / 1e6));
    }
    assertThat(seconds).hasSizeGreaterThan(70);
    left.log().stream().filter(line -> line.has("seconds"))
        .forEach(line -> seconds.add(line.path("seconds").asDouble()));
    seconds.add(left.printed().required("seconds").doubleValue());
    for (String model : MODELS) {
      JsonNode runtime = left.state().required("runtime").required(model);
      seconds.add(runtime.required("busy_seconds").doubleValue());
      seconds.add(runtime.required("queueing_ms").required("p99").doubleValue() / 1000);
    }
    assertThat(seconds).allSatisfy(each -> assertThat(each).isBetween(0.0, 3600.0));
    List<String> drawn = Pattern.compile("(\\S+) left").matcher(left.shown()).results()
        .map(MatchResult::group).toList();
    assertThat(drawn).isNotEmpty().allSatisfy(eta -> assertThat(eta).matches("\\d{1,2}:\\d\\d left"));
  }
}
