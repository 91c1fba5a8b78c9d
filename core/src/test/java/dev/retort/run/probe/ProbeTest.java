package dev.retort.run.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Capability;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Secret;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.http.ScriptedServer;
import dev.retort.teacher.http.ScriptedServer.Asked;
import dev.retort.teacher.openai.OpenAi;
import dev.retort.teacher.simulated.Simulated;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ProbeTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir
  Path folder;

  private Sheet probe(Backend backend, Sampling own) throws InterruptedException {
    Teacher teacher = new Teacher(backend, null, own, Limits.DEFAULT, DEADLINE, null);
    try (Endpoint endpoint = backend.open(new Backend.Opening("t", teacher, folder, folder.resolve("t"), 7))) {
      Probe probe = new Probe(endpoint, own, DEADLINE);
      Sheet sheet = probe.sheet("t");
      assertThat(probe.calls()).isBetween(1, Probe.MOST_CALLS);
      return sheet;
    }
  }

  private Sheet probe(Function<Asked, String> script) throws Exception {
    try (ScriptedServer server = new ScriptedServer(script)) {
      return probe(openAi(server), Sampling.NONE);
    }
  }

  private static OpenAi openAi(ScriptedServer server) {
    return new OpenAi(server.base(), "m", Secret.of("KEY", "sk-0123456789abcdef"), Map.of(), Map.of(),
        OpenAi.Server.DEFAULT);
  }

  private static List<Capability> with(Sheet sheet, Class<? extends Finding> kind) {
    return Arrays.stream(Capability.values()).filter(capability -> kind.isInstance(sheet.finding(capability)))
        .collect(Collectors.toList());
  }

  /// A server that can do everything Retort asks.
  private static String able(Asked asked) {
    JsonNode body = asked.body().isEmpty() ? Json.MAPPER.createObjectNode() : Json.read(asked.body());
    String text = body.has("response_format") ? "{\\\"ok\\\":true}" : "word" + body.path("seed").asString("");
    String logprobs = body.has("logprobs")
        ? "{\"content\":[{\"token\":\"a\",\"logprob\":-1,\"top_logprobs\":[{\"token\":\"a\",\"logprob\":-1},{\"token\":\"b\",\"logprob\":-2}]}]}"
        : "null";
    String choice = "{\"message\":{\"content\":\"%s\"},\"text\":\"%s\",\"finish_reason\":\"stop\",\"logprobs\":%s%s}"
        .formatted(text, text, logprobs,
            body.has("prompt_logprobs")
                ? ",\"prompt_logprobs\":[null,{\"5\":{\"logprob\":-1,\"rank\":1,\"decoded_token\":\"b\"}}]"
                : "");
    String choices = body.path("n").asInt(1) == 2 ? choice + "," + choice : choice;
    return switch (asked.path()) {
      case "/v1/models" -> ScriptedServer.ok("{\"data\":[{\"id\":\"m\",\"max_model_len\":4096}]}");
      case "/tokenize" -> ScriptedServer.ok("{\"count\":2}");
      case "/v1/rerank" -> ScriptedServer.ok(
          "{\"results\":[{\"index\":1,\"relevance_score\":0.9},{\"index\":0,\"relevance_score\":0.1}]}");
      case "/v1/embeddings" -> ScriptedServer.ok("{\"data\":[{\"embedding\":[0.1,0.2,0.3]}]}");
      default ->
        ScriptedServer.ok("{\"model\":\"m\",\"choices\":[%s],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}"
            .formatted(choices));
    };
  }

  @Test
  void aServerThatCanDoEverythingIsBelieved() throws Exception {
    Sheet sheet = probe(ProbeTest::able);

    assertThat(with(sheet, Finding.No.class)).isEmpty();
    assertThat(with(sheet, Finding.Unknown.class)).isEmpty();
    assertThat(sheet.finding(Capability.WINDOW).words()).isEqualTo("4096 tokens");
    assertThat(sheet.finding(Capability.MODEL).words()).isEqualTo("m");
    assertThat(sheet.finding(Capability.EMBEDDINGS).words()).isEqualTo("3 numbers a text");
    assertThat(sheet.speed()).isNotNull().extracting(Sheet.Speed::tokens).isEqualTo(2);
  }

  @Test
  void aServerThatAnswersWithoutHeedingWhatWasAskedIsNotBelieved() throws Exception {
    Sheet sheet = probe(asked -> asked.path().contains("completions")
        ? ScriptedServer
            .ok("{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"text\":\"Hi\",\"finish_reason\":\"stop\"}]}")
        : ScriptedServer.status(404, "", "{\"error\":{\"message\":\"Not Found\"}}"));

    assertThat(with(sheet, Finding.Yes.class)).containsExactly(Capability.REACHABLE, Capability.CHAT,
        Capability.COMPLETIONS);
    assertThat(with(sheet, Finding.Unknown.class)).containsExactly(Capability.MODEL, Capability.SEED,
        Capability.WINDOW);
    assertThat(sheet.finding(Capability.SEVERAL)).isEqualTo(new Finding.No("asked for 2 answers, got 1"));
    assertThat(sheet.finding(Capability.SEED).words()).isEqualTo("answers were equal whatever the seed");
    assertThat(sheet.finding(Capability.EMBEDDINGS).words()).contains("answered 404: Not Found");
    assertThat(sheet.speed()).as("no tokens were told").isNull();
  }

  @Test
  void logProbabilitiesOfPromptsThatTheRecipeDoesNotAskForRightAreNotBelieved() throws Exception {
    String echoed = "{\"choices\":[{\"text\":\"a b c\",\"finish_reason\":\"length\",\"logprobs\":{\"tokens\":[\"a\",\"b\",\"c\"],"
        + "\"token_logprobs\":[null,-1,-2],\"top_logprobs\":[null,{},{}]}}],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":1}}";
    Function<Asked, String> onlyEcho = asked -> asked.body().contains("\"echo\"")
        ? ScriptedServer.ok(echoed)
        : able(asked).replace("prompt_logprobs", "unheeded_fields");
    assertThat(probe(onlyEcho).finding(Capability.PROMPT_LOGPROBS)).isInstanceOf(Finding.No.class)
        .extracting(Finding::words)
        .asString().contains("Set `server: {api: {prompt_logprobs: echo}}`");
    try (ScriptedServer server = new ScriptedServer(onlyEcho)) {
      OpenAi.Api api = new OpenAi.Api(List.of(), null, OpenAi.TokenLimit.AUTO, OpenAi.Scoring.RERANK,
          OpenAi.Rewarding.POOLING, OpenAi.PromptLogprobs.ECHO);
      OpenAi asks = new OpenAi(server.base(), "m", null, Map.of(), Map.of(), new OpenAi.Server(
          OpenAi.Tokenize.AUTO, OpenAi.ServedModel.MATCH, Map.of(), OpenAi.Structured.AUTO, api,
          OpenAi.Sending.DEFAULT));
      assertThat(probe(asks, Sampling.NONE).finding(Capability.PROMPT_LOGPROBS))
          .isEqualTo(new Finding.Yes("by 'echo'"));
    }
    Sheet chatsOnly = probe(asked -> asked.path().endsWith("/v1/completions")
        ? ScriptedServer.status(404, "", "{\"error\":{\"message\":\"Not Found\"}}")
        : able(asked));
    assertThat(chatsOnly.finding(Capability.PROMPT_LOGPROBS)).isInstanceOf(Finding.No.class);
  }

  @Test
  void equalSeedsWithDifferentAnswersAreNotHonoured() throws Exception {
    int[] calls = {0};
    Sheet sheet = probe(_ -> ScriptedServer.chat("answer " + calls[0]++));

    assertThat(sheet.finding(Capability.SEED)).isInstanceOf(Finding.No.class);
  }

  @Test
  void aServerThatIsDownIsAskedOnce() throws Exception {
    int[] calls = {0};
    Sheet sheet = probe(_ -> {
      calls[0]++;
      return ScriptedServer.RESET;
    });

    assertThat(sheet.finding(Capability.REACHABLE)).isInstanceOf(Finding.No.class);
    assertThat(with(sheet, Finding.Yes.class)).isEmpty();
    assertThat(calls[0]).isEqualTo(1);
  }

  @Test
  void aRefusedKeyIsToldInTheServersWordsWithoutTheKey() throws Exception {
    Sheet sheet = probe(
        _ -> ScriptedServer.status(401, "", "{\"error\":{\"message\":\"bad key sk-0123456789abcdef\"}}"));

    assertThat(sheet.finding(Capability.REACHABLE)).isInstanceOf(Finding.No.class);
    assertThat(sheet.finding(Capability.REACHABLE).words()).contains("answered 401: bad key [secret]")
        .doesNotContain("sk-0123456789abcdef");
  }

  @Test
  void anotherModelThanTheOneAskedIsTold() throws Exception {
    Sheet sheet = probe(asked -> able(asked).replace("\"model\":\"m\"", "\"model\":\"x\""));

    assertThat(sheet.finding(Capability.MODEL)).isInstanceOf(Finding.No.class);
    assertThat(sheet.finding(Capability.MODEL).words()).contains("asked for model 'm', answered by 'x'");
  }

  @Test
  void anOverloadedServerLeavesItUnknown() throws Exception {
    Sheet sheet = probe(_ -> ScriptedServer.status(503, "", "{\"error\":\"busy\"}"));

    assertThat(with(sheet, Finding.Yes.class)).isEmpty();
    assertThat(sheet.finding(Capability.CHAT).words()).contains("answered 503: busy");
    assertThat(sheet.finding(Capability.CHAT)).isInstanceOf(Finding.Unknown.class);
  }

  @Test
  void aConnectionLostAfterAnswersLeavesOnlyThatQuestionOpen() throws Exception {
    Sheet sheet = probe(asked -> asked.path().endsWith("/rerank") ? ScriptedServer.RESET : able(asked));

    assertThat(sheet.finding(Capability.RERANK)).isInstanceOf(Finding.Unknown.class);
    assertThat(sheet.finding(Capability.REACHABLE)).isInstanceOf(Finding.Yes.class);
  }

  @Test
  void anAnswerThatCannotBeReadShowsNothingEitherWay() throws Exception {
    Sheet sheet = probe(asked -> asked.body().contains("seed") ? ScriptedServer.ok("{\"choices\": [") : able(asked));

    assertThat(sheet.finding(Capability.SEED)).isInstanceOf(Finding.Unknown.class);
    assertThat(sheet.finding(Capability.CHAT)).isInstanceOf(Finding.Yes.class);
  }

  @Test
  void theSimulatedFleetDoesWhatItSays() throws Exception {
    Sheet sheet = probe(new Simulated("sim-scholar"), Sampling.NONE);

    assertThat(with(sheet, Finding.Yes.class)).contains(Capability.REACHABLE, Capability.MODEL, Capability.CHAT,
        Capability.COMPLETIONS, Capability.LOGPROBS, Capability.TOP_LOGPROBS, Capability.SEVERAL,
        Capability.EMBEDDINGS, Capability.PROMPT_LOGPROBS, Capability.RERANK, Capability.WINDOW);
  }

  @Test
  void whatTheTeachersSamplingAsksForIsLeftOutOfPlainQuestions() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ProbeTest::able)) {
      probe(openAi(server), new Sampling(null, null, 4000, null, List.of(), Map.of("n", 5, "top_k", 3)));

      assertThat(server.asked()).noneMatch(asked -> asked.body().contains("\"n\":5"))
          .noneMatch(asked -> asked.body().contains("4000")).anyMatch(asked -> asked.body().contains("\"top_k\":3"));
    }
  }
}
