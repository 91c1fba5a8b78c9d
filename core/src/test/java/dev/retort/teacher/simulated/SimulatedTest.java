package dev.retort.teacher.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Message;
import dev.retort.teacher.Backend.Opening;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Request.Chat CHAT = new Request.Chat(List.of(Message.user("Why do cats purr?")), Sampling.NONE);

  private static Endpoint open(Simulated backend, long seed) {
    Teacher teacher = new Teacher(backend, null, Sampling.NONE, Limits.DEFAULT, DEADLINE, null);
    return backend.open(new Opening("t", teacher, Path.of("."), Path.of("."), seed));
  }

  private static Simulated quick(String model, Map<String, Double> faults) {
    return new Simulated(model, 0, faults, null);
  }

  private static FleetOptions options(long seed) {
    return FleetOptions.ofSeed(seed).withTiming(0);
  }

  @Test
  void theFleetStartsWithTheFirstCallAndStopsWithTheLastTeacher() throws InterruptedException {
    try (Endpoint one = open(quick("sim-brief", Map.of()), 901);
        Endpoint two = open(quick("sim-chatty", Map.of()), 901)) {
      assertThat(SharedFleets.users(options(901))).isZero();
      one.send(CHAT, DEADLINE);
      one.send(CHAT, DEADLINE);
      assertThat(SharedFleets.users(options(901))).isEqualTo(1);
      two.send(CHAT, DEADLINE);
      assertThat(SharedFleets.users(options(901))).isEqualTo(2);
      one.close();
      assertThat(SharedFleets.users(options(901))).isEqualTo(1);
      assertThat(two.read(CHAT, two.send(CHAT, DEADLINE).body()).simulated()).isTrue();
    }
    assertThat(SharedFleets.users(options(901))).isZero();
  }

  @Test
  void repliesAreReadWithReasoningApart() throws InterruptedException {
    for (String model : List.of("sim-thinker", "sim-muser")) {
      try (Endpoint endpoint = open(quick(model, Map.of()), 902)) {
        Reply reply = endpoint.read(CHAT, endpoint.send(CHAT, DEADLINE).body());
        assertThat(reply.first().reasoning()).contains("The user wants");
        assertThat(reply.first().text()).isNotEmpty().doesNotContain("think>");
        assertThat(reply.servedModel()).isEqualTo(model);
        assertThat(reply.usage().completionTokens()).isPositive();
        assertThat(reply.simulated()).isTrue();
      }
    }
  }

  @Test
  void attemptsPassOnceTheFaultyOnesAreOver() throws InterruptedException {
    try (Endpoint endpoint = open(quick("sim-brief", Map.of("reset", 1.0)), 903)) {
      for (int number = 1; number <= 2; number++) {
        Endpoint.Try faulty = new Endpoint.Try("key", number, endpoint.canonical(CHAT));
        assertThatThrownBy(() -> endpoint.send(CHAT, faulty, DEADLINE)).isInstanceOfSatisfying(CallFailed.class,
            failed -> assertThat(failed.failure()).isEqualTo(Failure.CONNECTION));
      }
      assertThat(endpoint.send(CHAT, new Endpoint.Try("key", 3, endpoint.canonical(CHAT)), DEADLINE).body())
          .contains("retort_simulated");
    }
  }

  @Test
  void everyFaultHasItsClass() throws InterruptedException {
    Map<String, Failure> classes = Map.of("cut_off", Failure.CONNECTION, "malformed_json", Failure.MALFORMED_REPLY,
        "wrong_model", Failure.WRONG_MODEL, "error_500", Failure.SERVER_ERROR, "rate_limit", Failure.RATE_LIMIT);
    for (Map.Entry<String, Failure> expected : classes.entrySet()) {
      try (Endpoint endpoint = open(quick("sim-brief", Map.of(expected.getKey(), 1.0)), 904)) {
        assertThatThrownBy(
            () -> endpoint.read(CHAT,
                endpoint.send(CHAT, new Endpoint.Try("key", 1, endpoint.canonical(CHAT)), DEADLINE).body()))
            .isInstanceOfSatisfying(CallFailed.class,
                failed -> assertThat(failed.failure()).as(expected.getKey()).isEqualTo(expected.getValue()));
      }
    }
  }

  @Test
  void anOverflowIsToldFromAMistake() {
    Request.Chat much = new Request.Chat(List.of(Message.user("a ".repeat(20_000))), Sampling.NONE);
    try (Endpoint endpoint = open(quick("sim-brief", Map.of()), 905)) {
      assertThatThrownBy(() -> endpoint.send(much, DEADLINE)).isInstanceOfSatisfying(CallFailed.class,
          failed -> assertThat(failed.failure()).isEqualTo(Failure.CONTEXT_OVERFLOW));
    }
  }

  @Test
  void completionsAndEmbeddingsAreAnswered() throws InterruptedException {
    try (Endpoint endpoint = open(quick("sim-brief", Map.of()), 906)) {
      Request.Completion completion = new Request.Completion("On bees", Sampling.NONE.withMaxTokens(5));
      assertThat(endpoint.read(completion, endpoint.send(completion, DEADLINE).body()).first().truncated()).isTrue();
      Request.Embed embed = new Request.Embed(List.of("one", "two"));
      assertThat(endpoint.read(embed, endpoint.send(embed, DEADLINE).body()).vectors()).hasSize(2);
    }
  }

  @Test
  void identityNamesModelAndSeedAndNoPort() {
    try (Endpoint endpoint = open(quick("sim-brief", Map.of()), 907);
        Endpoint own = open(new Simulated("sim-brief", 0, Map.of(), 5L), 907)) {
      assertThat(endpoint.identity()).isEqualTo("simulated sim-brief 907 " + Fleet.VERSION);
      assertThat(own.identity()).isEqualTo("simulated sim-brief 5 " + Fleet.VERSION);
      assertThat(endpoint.window()).hasValue(16_384);
    }
  }

  @Test
  void theModelIsNamedAndEveryUseAllowed() {
    assertThat(quick("sim-brief", Map.of()).model()).isEqualTo("sim-brief");
    for (Use use : Use.values()) {
      assertThat(new Simulated("sim-brief").terms().verdict(use)).isEqualTo(Terms.Verdict.ALLOWED);
    }
  }

  @Test
  void optionsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Simulated("gpt-5")).hasMessageContaining("sim-scholar");
    assertThatThrownBy(() -> new Simulated("sim-brief", -1, Map.of(), null)).hasMessageContaining("timing");
    assertThatThrownBy(() -> new Simulated("sim-brief", 1, Map.of("fire", 1.0), null)).hasMessageContaining("fire");
  }
}
