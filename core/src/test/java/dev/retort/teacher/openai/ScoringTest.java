package dev.retort.teacher.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.row.Message;
import dev.retort.teacher.Backend.Opening;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Logprobs;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.http.ScriptedServer;
import dev.retort.teacher.simulated.FleetOptions;
import dev.retort.teacher.simulated.FleetServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests that draw nothing: scores, rewards, log-probabilities of prompts, embeddings.
class ScoringTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private FleetServer fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = FleetServer.start(FleetOptions.ofSeed(11).withTiming(0).withTokenize(true));
  }

  @AfterEach
  void stop() throws Exception {
    fleet.close();
  }

  private static Endpoint open(String base, String model, OpenAi.Scoring score, OpenAi.Rewarding reward,
      OpenAi.PromptLogprobs prompts) {
    OpenAi.Api api = new OpenAi.Api(List.of(), null, OpenAi.TokenLimit.AUTO, score, reward, prompts);
    OpenAi openAi = new OpenAi(base, model, null, Map.of(), Map.of(), new OpenAi.Server(OpenAi.Tokenize.AUTO,
        OpenAi.ServedModel.MATCH, Map.of(), OpenAi.Structured.AUTO, api, OpenAi.Sending.DEFAULT));
    Teacher teacher = new Teacher(openAi, null, Sampling.NONE, Limits.DEFAULT, LONG, null);
    return openAi.open(new Opening("t", teacher, Path.of("."), Path.of("."), 0));
  }

  private Endpoint rerank() {
    return open(fleet.baseUrl(), "sim-brief", OpenAi.Scoring.RERANK, OpenAi.Rewarding.POOLING,
        OpenAi.PromptLogprobs.PROMPT_LOGPROBS);
  }

  private Endpoint score() {
    return open(fleet.baseUrl(), "sim-brief", OpenAi.Scoring.SCORE, OpenAi.Rewarding.CLASSIFY,
        OpenAi.PromptLogprobs.ECHO);
  }

  private static Reply ask(Endpoint endpoint, Request request) throws InterruptedException {
    return endpoint.read(request, endpoint.send(request, LONG).body());
  }

  @Test
  void scoresStandInTheOrderOfTheDocumentsHoweverTheyAreAskedFor() throws Exception {
    Request ask = new Request.Score("why do cats purr",
        List.of("stock prices fell", "cats purr because they are content", "dogs bark"));
    try (Endpoint rerank = rerank(); Endpoint score = score()) {
      Reply reply = ask(rerank, ask);
      assertThat(reply.scores()).hasSize(3).isEqualTo(ask(score, ask).scores());
      assertThat(reply.scores().get(1)).isGreaterThan(reply.scores().get(0)).isGreaterThan(reply.scores().get(2));
      assertThat(reply.simulated()).isTrue();
      assertThat(reply.usage().promptTokens()).isPositive();
      assertThat(rerank.canonical(ask)).isNotEqualTo(score.canonical(ask));
    }
  }

  @Test
  void aDocumentWithoutAScoreIsNoScoreOfNought() {
    Request ask = new Request.Score("q", List.of("a", "b"));
    String jina = "{\"model\":\"j\",\"usage\":{\"total_tokens\":7},\"results\":[{\"index\":1,\"relevance_score\":0.9},"
        + "{\"index\":0,\"relevance_score\":-3.5}]}";
    assertThat(OpenAiFormat.read(ask, jina).scores()).containsExactly(-3.5, 0.9);
    assertThat(OpenAiFormat.read(ask, jina).usage()).isEqualTo(new Reply.Usage(7, 0, false));
    for (String wrong : List.of("{\"results\":[{\"index\":1,\"relevance_score\":0.9}]}",
        "{\"results\":[{\"index\":1,\"relevance_score\":1},{\"index\":1,\"relevance_score\":1}]}",
        "{\"results\":[{\"index\":2,\"relevance_score\":1},{\"index\":0,\"relevance_score\":1}]}",
        "{\"results\":[{\"index\":1,\"relevance_score\":null},{\"index\":0,\"relevance_score\":1}]}", "{}")) {
      assertThat(catchThrowableOfType(CallFailed.class, () -> OpenAiFormat.read(ask, wrong)).failure()).as(wrong)
          .isEqualTo(Failure.MALFORMED_REPLY);
    }
  }

  @Test
  void aRewardModelGivesANumberAndAClassifierProbabilities() throws Exception {
    Request good = new Request.Reward(List.of(Message.user("why do cats purr"), Message.assistant("cats purr when")));
    Request bad = new Request.Reward(List.of(Message.user("why do cats purr"), Message.assistant("stock prices")));
    try (Endpoint pooling = rerank(); Endpoint classify = score()) {
      assertThat(ask(pooling, good).vectors()).singleElement().satisfies(row -> assertThat(row).hasSize(1));
      assertThat(ask(pooling, good).vectors().getFirst()[0])
          .isGreaterThan(ask(pooling, bad).vectors().getFirst()[0]);
      Reply told = ask(classify, good);
      assertThat(told.first().text()).isEqualTo("good");
      assertThat(told.vectors().getFirst()[0] + told.vectors().getFirst()[1]).isEqualTo(1f);
    }
    assertThat(OpenAiFormat.read(good, "{\"data\":[{\"index\":0,\"data\":[[0.1,0.9],[0.3,0.7]]}]}").vectors())
        .as("a row a step").containsExactly(new float[]{0.1f, 0.9f}, new float[]{0.3f, 0.7f});
    assertThatThrownBy(() -> OpenAiFormat.read(good, "{\"data\":[]}")).hasMessageContaining("0 rewards");
  }

  @Test
  void logProbabilitiesOfAPromptReadTheSameHoweverTheyAreAskedFor() throws Exception {
    Request ask = new Request.PromptLogprobs("Cats purr when they are content.", 2);
    try (Endpoint own = rerank(); Endpoint echo = score()) {
      List<Logprobs.Token> first = Logprobs.of(ask(own, ask).first(), 2).tokens();
      List<Logprobs.Token> second = Logprobs.of(ask(echo, ask).first(), 2).tokens();
      assertThat(first).hasSameSizeAs(second);
      assertThat(first.getFirst().logprob()).as("nothing is known of the first").isNull();
      assertThat(first.subList(1, first.size())).extracting(Logprobs.Token::text)
          .isEqualTo(second.subList(1, second.size()).stream().map(Logprobs.Token::text).toList());
      assertThat(first.get(1).logprob()).isNegative();
      assertThat(first.get(1).top()).hasSize(2);
    }
  }

  @Test
  void aServerThatTellsNoneIsNamed() throws Exception {
    try (ScriptedServer server = new ScriptedServer(_ -> ScriptedServer.ok(
        "{\"model\":\"m\",\"choices\":[{\"text\":\"x\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}"));
        Endpoint endpoint = open(server.base(), "m", OpenAi.Scoring.RERANK, OpenAi.Rewarding.POOLING,
            OpenAi.PromptLogprobs.PROMPT_LOGPROBS)) {
      assertThatThrownBy(() -> ask(endpoint, new Request.PromptLogprobs("a b c", 0)))
          .isInstanceOfSatisfying(CallFailed.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_REQUEST))
          .hasMessageContaining("prompt_logprobs: echo");
    }
  }

  @Test
  void vectorsComeAsNumbersOrBase64AndMayBeShorter() throws Exception {
    Request short8 = new Request.Embed(List.of("cats purr"), 8);
    try (Endpoint endpoint = rerank()) {
      assertThat(ask(endpoint, short8).vectors().getFirst()).hasSize(8);
    }
    assertThat(OpenAiFormat.read(new Request.Embed(List.of("a")), "{\"data\":[{\"embedding\":\"AACAPwAAIMA=\"}]}")
        .vectors().getFirst()).containsExactly(1f, -2.5f);
    for (String wrong : List.of("AACAPwA=", "!", "AADAfw==")) {
      assertThatThrownBy(() -> OpenAiFormat.read("{\"data\":[{\"embedding\":\"" + wrong + "\"}]}")).as(wrong)
          .isInstanceOf(CallFailed.class);
    }
  }

  @Test
  void anExactPromptIsRefusedWhereTheServerAddsTokensOfItsOwn() throws Exception {
    Request.Completion ask = new Request.Completion("a b c", Sampling.NONE, true);
    try (Endpoint endpoint = rerank()) {
      assertThat(endpoint.canonical(ask)).contains("\"add_special_tokens\":false");
      assertThat(ask(endpoint, ask).first().text()).isNotEmpty();
    }
    try (ScriptedServer server = new ScriptedServer(_ -> ScriptedServer.SILENCE);
        Endpoint adds = open(server.base(), "m", OpenAi.Scoring.RERANK, OpenAi.Rewarding.POOLING,
            OpenAi.PromptLogprobs.ECHO)) {
      server.script(asked -> ScriptedServer.ok(asked.path().equals("/tokenize")
          ? "{\"count\":3}"
          : "{\"model\":\"m\",\"choices\":[{\"text\":\"x\"}],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":1}}"));
      assertThatThrownBy(() -> adds.send(ask, LONG))
          .isInstanceOfSatisfying(CallFailed.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_REQUEST))
          .hasMessageContaining("read 4 tokens where the raw prompt has 3");
      int before = server.asked().size();
      assertThatThrownBy(() -> adds.send(ask, LONG)).hasMessageContaining("read 4 tokens");
      assertThat(server.asked()).as("told once").hasSize(before);
    }
  }

  @Test
  void aServerThatCannotCountCannotBeTold() throws Exception {
    try (ScriptedServer server = new ScriptedServer(_ -> ScriptedServer.status(404, "", "none"));
        Endpoint endpoint = open(server.base(), "m", OpenAi.Scoring.RERANK, OpenAi.Rewarding.POOLING,
            OpenAi.PromptLogprobs.ECHO)) {
      assertThatThrownBy(() -> endpoint.send(new Request.Completion("a", Sampling.NONE, true), LONG))
          .hasMessageContaining("no /tokenize");
    }
  }
}
