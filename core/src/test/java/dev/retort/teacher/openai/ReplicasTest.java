package dev.retort.teacher.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Message;
import dev.retort.teacher.Backend.Opening;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.http.Headers;
import dev.retort.teacher.http.ModelServer;
import dev.retort.teacher.http.ScriptedServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplicasTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Request CHAT = new Request.Chat(List.of(Message.user("hi")), Sampling.NONE);
  private final List<ModelServer> servers = IntStream.range(0, 3)
      .mapToObj(i -> new ModelServer("t", () -> URI.create("http://127.0.0.1:1/" + i), Headers.NONE)).toList();
  private final long[] now = {Long.MAX_VALUE - 5};
  private final Replicas replicas = new Replicas(servers, () -> now[0]);

  @AfterEach
  void close() {
    replicas.close();
  }

  private int call(Failure failure) throws InterruptedException {
    int[] chosen = {-1};
    try {
      replicas.call(server -> {
        chosen[0] = servers.indexOf(server);
        if (failure != Failure.BAD_ROW) {
          throw new CallFailed(failure, "x");
        }
        return "well";
      });
    } catch (CallFailed e) {
      assertThat(e.failure()).isEqualTo(failure);
    }
    return chosen[0];
  }

  private int well() throws InterruptedException {
    return call(Failure.BAD_ROW);
  }

  @Test
  void aCallGoesWhereTheFewestAreInFlight() throws Exception {
    List<Integer> chosen = new ArrayList<>();
    replicas.call(first -> {
      chosen.add(servers.indexOf(first));
      return replicas.call(second -> {
        chosen.add(servers.indexOf(second));
        return replicas.call(third -> {
          chosen.add(servers.indexOf(third));
          return "";
        });
      });
    });
    assertThat(chosen).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void aSickServerIsLeftAloneAndTriedAgainByOneCall() throws Exception {
    makeSick(0);
    assertThat(well()).isNotEqualTo(0);
    now[0] += Replicas.FIRST_PAUSE.toNanos() - 1;
    assertThat(IntStream.range(0, 20).map(_ -> wellQuietly())).doesNotContain(0);
    now[0] += 1;
    List<Integer> chosen = new ArrayList<>();
    assertThatThrownBy(() -> replicas.call(trial -> {
      chosen.add(servers.indexOf(trial));
      chosen.add(well());
      throw new CallFailed(Failure.CONNECTION, "still away");
    })).isInstanceOf(CallFailed.class);
    assertThat(chosen.getFirst()).as("the trial").isEqualTo(0);
    assertThat(chosen.getLast()).as("nobody else while it is tried").isNotEqualTo(0);
    now[0] += Replicas.FIRST_PAUSE.toNanos();
    assertThat(well()).as("left alone twice as long").isNotEqualTo(0);
    now[0] += Replicas.FIRST_PAUSE.toNanos();
    assertThat(well()).isEqualTo(0);
    assertThat(well()).as("it is well").isEqualTo(0);
  }

  /// The others are kept busy meanwhile, so that it is this one that is chosen.
  private void makeSick(int wanted) throws InterruptedException {
    for (int i = 0; i < Replicas.MOST_LOST; i++) {
      assertThatThrownBy(() -> lose(wanted, 0)).isInstanceOf(CallFailed.class);
    }
  }

  private String lose(int wanted, int depth) throws InterruptedException {
    return replicas.call(server -> {
      if (servers.indexOf(server) == wanted) {
        throw new CallFailed(Failure.CONNECTION, "away");
      }
      try {
        return depth < 3 ? lose(wanted, depth + 1) : "";
      } catch (CallFailed inner) {
        throw new CallFailed(Failure.BAD_REQUEST, "not this server's fault");
      }
    });
  }

  private int wellQuietly() {
    try {
      return well();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anAnswerOfTheRequestsFaultSaysNothingOfTheServer() throws Exception {
    for (int i = 0; i < 50; i++) {
      call(Failure.BAD_REQUEST);
      call(Failure.RATE_LIMIT);
    }
    assertThat(well()).isEqualTo(0);
  }

  @Test
  void whereAllAreSickOneIsAskedNevertheless() throws Exception {
    for (int i = 0; i < 20; i++) {
      call(Failure.CONNECTION);
    }
    assertThat(call(Failure.CONNECTION)).isBetween(0, 2);
    now[0] += Replicas.LONGEST_PAUSE.toNanos();
    assertThat(well()).isBetween(0, 2);
  }

  @Test
  void callsGoOnWhenOneOfTwoServersIsAway() throws Exception {
    try (ScriptedServer away = new ScriptedServer(_ -> ScriptedServer.RESET);
        ScriptedServer well = new ScriptedServer(_ -> ScriptedServer.chat("hello"))) {
      OpenAi.Api two = new OpenAi.Api(List.of(well.base()), null, OpenAi.TokenLimit.AUTO, OpenAi.Scoring.RERANK,
          OpenAi.Rewarding.POOLING, OpenAi.PromptLogprobs.ECHO);
      OpenAi openAi = new OpenAi(away.base(), "m", null, Map.of(), Map.of(), new OpenAi.Server(OpenAi.Tokenize.AUTO,
          OpenAi.ServedModel.MATCH, Map.of(), OpenAi.Structured.AUTO, two, OpenAi.Sending.DEFAULT));
      Teacher teacher = new Teacher(openAi, null, Sampling.NONE, Limits.DEFAULT, LONG, null);
      int lost = 0;
      try (Endpoint endpoint = openAi.open(new Opening("t", teacher, Path.of("."), Path.of("."), 0))) {
        for (int i = 0; i < 30; i++) {
          try {
            assertThat(endpoint.read(CHAT, endpoint.send(CHAT, LONG).body()).first().text()).isEqualTo("hello");
          } catch (CallFailed e) {
            lost++;
          }
        }
      }
      assertThat(lost).isBetween(1, Replicas.MOST_LOST);
      assertThat(well.asked()).hasSize(30 - lost);
    }
  }

  @Test
  void replicasAreNoPartOfTheIdentity() {
    OpenAi.Api two = new OpenAi.Api(List.of("http://10.0.0.2:8000/v1"), null, OpenAi.TokenLimit.AUTO,
        OpenAi.Scoring.RERANK, OpenAi.Rewarding.POOLING, OpenAi.PromptLogprobs.PROMPT_LOGPROBS);
    OpenAi.Server taken = new OpenAi.Server(OpenAi.Tokenize.AUTO, OpenAi.ServedModel.MATCH, Map.of(),
        OpenAi.Structured.AUTO, two, OpenAi.Sending.DEFAULT);
    OpenAi one = new OpenAi("http://10.0.0.1:8000/v1", "m", null, Map.of(), Map.of(), OpenAi.Server.DEFAULT);
    assertThat(new OpenAi("http://10.0.0.1:8000/v1", "m", null, Map.of(), Map.of(), taken).identity())
        .isEqualTo(one.identity());
    assertThatThrownBy(() -> new OpenAi.Api(List.of("10.0.0.2"), null, OpenAi.TokenLimit.AUTO, OpenAi.Scoring.RERANK,
        OpenAi.Rewarding.POOLING, OpenAi.PromptLogprobs.ECHO)).hasMessageContaining("base_url");
  }
}
