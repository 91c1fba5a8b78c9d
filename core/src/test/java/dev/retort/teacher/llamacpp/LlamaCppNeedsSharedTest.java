package dev.retort.teacher.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Telling;
import dev.retort.teacher.structured.AnswerSchema;
import dev.retort.teacher.structured.Extraction;
import dev.retort.teacher.structured.Repair;
import dev.retort.teacher.structured.ScriptedAnswers;
import dev.retort.teacher.structured.Structured;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The embedded engine with a real model.
class LlamaCppNeedsSharedTest {

  @TempDir
  Path work;

  @Test
  void rawCompletionsGiveTheReferenceTokensAndText() throws Exception {
    ReferenceTokenizer reference = new ReferenceTokenizer(Stories.folder().resolve("tok512.bin"));
    Path golden = Stories.folder().resolve("../../golden/stories260K_greedy.jsonl");
    List<JsonNode> lines = Stories.lines(golden);
    assertThat(lines).hasSize(4);
    try (LlamaEndpoint endpoint = Stories.open(Stories.teacher(null), work)) {
      for (JsonNode line : lines) {
        Request request = new Request.Completion(line.get("prompt").stringValue(),
            new Sampling(0.0, null, 48, null, List.of(), Map.of("return_tokens", true)));
        String body = endpoint.send(request, Stories.DEADLINE).body();
        Reply reply = endpoint.read(request, body);
        assertThat(reply.first().text()).isEqualTo(line.get("text").stringValue());
        List<Integer> tokens = ints(Json.read(body).get("choices").get(0).get("tokens"));
        assertThat(tokens).isEqualTo(ints(line.get("tokens")));
        assertThat(reference.decode(tokens)).isEqualTo(reply.first().text());
        assertThat(reply.first().finishReason()).isEqualTo("length");
        assertThat(reply.usage()).isEqualTo(new Reply.Usage(line.get("prompt_tokens").size(), 48, false));
        assertThat(reply.servedModel()).isEqualTo("stories260K");
        assertThat(tokens(endpoint, line.get("prompt").stringValue(), true)).isEqualTo(ints(line.get("prompt_tokens")));
      }
    }
  }

  @Test
  void theEngineTokenizesRealChatsAsTheReferenceDoes() throws Exception {
    ReferenceTokenizer reference = new ReferenceTokenizer(Stories.folder().resolve("tok512.bin"));
    assertThat(reference.vocabulary()).isEqualTo(512);
    List<String> texts = new ArrayList<>(List.of("", " ", "a", "  two  spaces ", "é ü 你好 😀", "tab\tand\nline"));
    for (List<Message> chat : Stories.chats(300)) {
      texts.add(chat.getLast().content());
      String rendered = ChatTemplates.render("plain", chat);
      if (rendered.length() < 2000) {
        texts.add(rendered);
      }
    }
    assertThat(texts).hasSizeGreaterThan(500);
    try (LlamaEndpoint endpoint = Stories.open(Stories.teacher("plain"), work)) {
      for (String text : texts) {
        assertThat(tokens(endpoint, text, false)).as(text).isEqualTo(reference.encode(text));
      }
    }
  }

  @Test
  void chatsThatFitAreAnsweredAndTheRestOverflow() throws Exception {
    ReferenceTokenizer reference = new ReferenceTokenizer(Stories.folder().resolve("tok512.bin"));
    int answered = 0;
    int overflowed = 0;
    try (LlamaEndpoint endpoint = Stories.open(Stories.teacher("plain"), work)) {
      assertThat(endpoint.window()).hasValue(128);
      for (List<Message> chat : Stories.chats(40)) {
        Request.Chat request = new Request.Chat(chat, Stories.greedy(24));
        int prompt = 1 + reference.encode(Objects.requireNonNull(endpoint.rendered(request))).size();
        if (prompt < 128) {
          Reply reply = endpoint.read(request, endpoint.send(request, Stories.DEADLINE).body());
          assertThat(reply.usage().promptTokens()).isEqualTo(prompt);
          assertThat(reply.usage().completionTokens()).isBetween(1, Math.min(24, 128 - prompt));
          assertThat(reply.first().text()).doesNotContain("\nUser:");
          answered++;
        } else {
          assertThatThrownBy(() -> endpoint.send(request, Stories.DEADLINE)).isInstanceOfSatisfying(CallFailed.class,
              e -> assertThat(e.failure()).isEqualTo(Failure.CONTEXT_OVERFLOW));
          overflowed++;
        }
      }
    }
    assertThat(answered).isPositive();
    assertThat(overflowed).isPositive();
  }

  @Test
  void aPromptMayFillTheWindowToItsLastToken() throws Exception {
    try (LlamaEndpoint endpoint = Stories.open(Stories.teacher(null), work)) {
      String prompt = "One day ".repeat(60);
      int length = 1 + tokens(endpoint, prompt, false).size();
      while (length > 127) {
        prompt = prompt.substring(0, prompt.length() - 1);
        length = 1 + tokens(endpoint, prompt, false).size();
      }
      Request fits = new Request.Completion(prompt, Stories.greedy(24));
      Reply reply = endpoint.read(fits, endpoint.send(fits, Stories.DEADLINE).body());
      assertThat(reply.usage()).isEqualTo(new Reply.Usage(length, 128 - length, false));
      assertThat(reply.first().truncated()).isTrue();
    }
  }

  @Test
  void aChatWithoutATemplateIsRefusedBeforeAnythingIsStarted() {
    LlamaCpp teacher = Stories.teacher(null);
    Request.Chat chat = new Request.Chat(List.of(Message.user("hi")), Stories.greedy(4));
    assertThat(teacher.problems(work)).isEmpty();
    assertThat(teacher.chatProblems(work)).singleElement().asString().contains("found no chat template",
        "chat_template: plain");
    assertThat(Stories.teacher("plain").chatProblems(work)).isEmpty();
    try (LlamaEndpoint endpoint = Stories.open(teacher, work)) {
      assertThatThrownBy(() -> endpoint.canonical(chat)).isInstanceOf(UserError.class)
          .hasMessageContaining("found no chat template");
      assertThatThrownBy(() -> endpoint.send(chat, Stories.DEADLINE)).isInstanceOf(UserError.class);
      assertThat(endpoint.process().handle()).isNull();
    }
  }

  @Test
  void identityAndRequestsAreToldWithoutAProcess() {
    try (LlamaEndpoint endpoint = Stories.open(Stories.teacher("plain"), work);
        LlamaEndpoint other = Stories.open(Stories.teacher("chatml"), work)) {
      Request.Chat chat = new Request.Chat(List.of(Message.of("system", "Be kind."), Message.user("hi")),
          Stories.greedy(4));
      assertThat(endpoint.identity()).matches(
          "llama_cpp [0-9a-f]{64} template=plain context=128 engine=embedded").isNotEqualTo(other.identity());
      assertThat(endpoint.canonical(chat)).isEqualTo("{\"max_tokens\":4,\"model\":\"stories260K\","
          + "\"prompt\":\"Be kind.\\nUser: hi\\nAssistant:\",\"stop\":[\"\\nUser:\",\"\\nAssistant:\"],"
          + "\"temperature\":0}");
      assertThat(endpoint.process().handle()).isNull();
    }
  }

  @Test
  void seedsRepeatAnswersAndStopTextsEndThem() throws Exception {
    try (LlamaEndpoint endpoint = Stories.open(Stories.teacher(null), work)) {
      assertThat(answer(endpoint, drawn(5L, 1))).isEqualTo(answer(endpoint, drawn(5L, 1)))
          .isNotEqualTo(answer(endpoint, drawn(6L, 1)));
      Request three = drawn(5L, 3);
      Reply reply = endpoint.read(three, endpoint.send(three, Stories.DEADLINE).body());
      assertThat(reply.choices().stream().map(Reply.Choice::text)).containsExactly(answer(endpoint, drawn(5L, 1)),
          answer(endpoint, drawn(6L, 1)), answer(endpoint, drawn(7L, 1)));
      Request stopped = new Request.Completion("Once upon a time",
          new Sampling(0.0, null, 48, null, List.of("Lily", "park"), Map.of()));
      Reply.Choice choice = endpoint.read(stopped, endpoint.send(stopped, Stories.DEADLINE).body()).first();
      assertThat(choice.text()).isEqualTo(", there was a little girl named ");
      assertThat(choice.finishReason()).isEqualTo("stop");
    }
  }

  @Test
  void aSchemaBecomesAGrammarAndOneThatCannotIsToldInWords() throws Exception {
    String schema = "{\"type\":\"object\",\"properties\":{\"yes\":{\"type\":\"boolean\"},\"at\":{\"enum\":[\"a\",\"b\"]}},"
        + "\"required\":[\"yes\",\"at\"],\"additionalProperties\":false}";
    String beyond = "{\"type\":\"integer\",\"multipleOf\":2}";
    AnswerSchema judge = AnswerSchema.parse(schema);
    try (LlamaEndpoint endpoint = Stories.open(Stories.teacher("plain"), work)) {
      assertThat(endpoint.tellings(schema)).containsExactly(Telling.RESPONSE_FORMAT);
      assertThat(endpoint.tellings(beyond)).containsExactly(Telling.PROMPT);
      Request.Chat chat = new Request.Chat(List.of(Message.user("Is it?")), Stories.greedy(60), schema);
      String held = answer(endpoint, chat);
      assertThat(Extraction.read(held, Extraction.Ending.ENDED, judge)).as(held).isInstanceOfSatisfying(
          Extraction.Fits.class, fits -> assertThat(fits.repair()).isEqualTo(Repair.NONE));
      ScriptedAnswers models = new ScriptedAnswers().then(asked -> reply(endpoint, asked));
      assertThat(new Structured(schema, judge, 2).ask(models, "stories",
          new Request.Chat(chat.messages(), chat.sampling()))).isInstanceOfSatisfying(Structured.Given.class,
              given -> assertThat(given.repair().word()).isEmpty());
      assertThat(models.asked).containsExactly(chat);
      String free = answer(endpoint, new Request.Chat(chat.messages(), chat.sampling()));
      assertThat(Extraction.read(free, Extraction.Ending.ENDED, judge)).as(free).isInstanceOf(Extraction.Unfit.class);
      assertThat(endpoint.canonical(chat.told(Telling.PROMPT))).contains("fits this JSON Schema")
          .doesNotContain("\"json_schema\"");
    }
  }

  private static Reply reply(LlamaEndpoint endpoint, Request request) {
    try {
      return endpoint.read(request, endpoint.send(request, Stories.DEADLINE).body());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void answersFollowASchemaAndWhatCannotBeDoneIsRefusedByName() throws Exception {
    String schema = "{\"type\":\"object\",\"properties\":{\"yes\":{\"type\":\"boolean\"}},\"required\":[\"yes\"]}";
    try (LlamaEndpoint endpoint = Stories.open(Stories.teacher("plain"), work)) {
      Request.Chat chat = new Request.Chat(List.of(Message.user("Is it?")), Stories.greedy(40), schema);
      assertThat(Json.read(answer(endpoint, chat)).get("yes").isBoolean()).isTrue();
      refused(endpoint, new Request.Chat(chat.messages(), chat.sampling(), "{\"type\":\"blah\"}"), "$.type");
      for (String field : List.of("logprobs", "n_probs", "tools", "echo", "grammar")) {
        refused(endpoint, new Request.Completion("x",
            new Sampling(null, null, 2, null, List.of(), Map.of(field, 2))),
            "cannot do '" + field + "'");
      }
      assertThatThrownBy(() -> endpoint.send(new Request.Embed(List.of("x")), Stories.DEADLINE))
          .isInstanceOf(CallFailed.class).hasMessageContaining("embeddings");
    }
  }

  @Test
  void aCallPastItsDeadlineIsGivenUpAndTheNextIsAnswered() throws Exception {
    try (LlamaEndpoint endpoint = Stories.open(Stories.teacher(null), work)) {
      String cat = answer(endpoint, new Request.Completion("The cat", Stories.greedy(4)));
      Request endless = new Request.Completion("One day",
          new Sampling(1.0, null, 120, 1L, List.of(), Map.of("n", 128)));
      assertThatThrownBy(() -> endpoint.send(endless, Duration.ofMillis(200))).isInstanceOfSatisfying(CallFailed.class,
          e -> assertThat(e.failure()).isEqualTo(Failure.TIMEOUT));
      assertThat(answer(endpoint, new Request.Completion("The cat", Stories.greedy(4)))).isEqualTo(cat);
    }
  }

  @Test
  void answersAskedAtOnceAreTheSameAsOneByOne() throws Exception {
    try (LlamaEndpoint endpoint = Stories.open(Stories.teacher(null), work)) {
      String alone = answer(endpoint, new Request.Completion("The cat", Stories.greedy(48)));
      List<Thread> threads = new ArrayList<>();
      List<String> answers = Collections.synchronizedList(new ArrayList<>());
      for (int i = 0; i < 32; i++) {
        threads.add(Thread.ofVirtual().start(() -> {
          try {
            answers.add(answer(endpoint, new Request.Completion("The cat", Stories.greedy(48))));
          } catch (InterruptedException e) {
            answers.add("interrupted");
          }
        }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(answers).hasSize(32).containsOnly(alone);
    }
  }

  static List<Integer> tokens(LlamaEndpoint endpoint, String text, boolean special) throws InterruptedException {
    return ints(Json.read(endpoint.send(new Request.Tokenize(text, special), Stories.DEADLINE).body()).get("tokens"));
  }

  static String answer(LlamaEndpoint endpoint, Request request) throws InterruptedException {
    return endpoint.read(request, endpoint.send(request, Stories.DEADLINE).body()).first().text();
  }

  private static Request drawn(long seed, int n) {
    return new Request.Completion("One day", new Sampling(1.0, 0.9, 30, seed, List.of(), Map.of("n", n)));
  }

  private static void refused(LlamaEndpoint endpoint, Request request, String words) {
    assertThatThrownBy(() -> endpoint.send(request, Stories.DEADLINE)).isInstanceOfSatisfying(CallFailed.class, e -> {
      assertThat(e.failure()).isEqualTo(Failure.BAD_REQUEST);
      assertThat(e).hasMessageContaining(words);
    });
  }

  private static List<Integer> ints(JsonNode array) {
    List<Integer> values = new ArrayList<>();
    array.forEach(value -> values.add(value.intValue()));
    return values;
  }
}
