package dev.retort.run.probe;

import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Capability;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Endpoint.Response;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Logprobs;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Asks one endpoint what it can do, one smallest call after the other.
///
/// Nothing goes to a ledger. Each call waits no longer than the deadline, and none is tried again.
final class Probe {
  /// Calls to a model at most; questions that cost nothing, such as how long its window is, are not counted.
  static final int MOST_CALLS = 13;

  private static final int SHORT = 8;
  private static final int LONG = 32;
  private static final long ONE_SEED = 7;
  private static final long OTHER_SEED = 8;
  private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"}},"
      + "\"required\":[\"ok\"],\"additionalProperties\":false}";

  /// What the teacher's own sampling may ask for and each question asks for itself, or does without.
  private static final Set<String> ASKED_APART = Set.of("n", "logprobs", "top_logprobs", "prompt_logprobs", "echo");

  private final Endpoint endpoint;
  private final Sampling own;
  private final Duration deadline;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Capability, Finding> findings = new EnumMap<>(Capability.class);
  private Sheet.@Nullable Speed speed;

  /// @param own how the teacher draws when nothing else is said
  /// @param deadline of each call
  Probe(Endpoint endpoint, Sampling own, Duration deadline) {
    this.endpoint = endpoint;
    Map<String, Object> plain = new TreeMap<>(own.extra());
    plain.keySet().removeAll(ASKED_APART);
    this.own = new Sampling(own.temperature(), own.topP(), own.maxTokens(), own.seed(), own.stop(), plain);
    this.deadline = deadline;
  }

  /// A question, and what its answer says.
  private interface Question {
    Finding ask() throws InterruptedException;
  }

  Sheet sheet(String teacher) throws InterruptedException {
    find(Capability.CHAT, () -> plain(chat("Count from 1 to 30.", most(LONG), null)));
    if (met()) {
      find(Capability.COMPLETIONS, () -> plain(completion("1 2 3 4", most(LONG))));
      answers();
      find(Capability.TOKENIZE, this::tokenize);
      find(Capability.EMBEDDINGS, this::embed);
      find(Capability.RERANK, this::rerank);
      find(Capability.WINDOW, this::window);
    }
    findings.putIfAbsent(Capability.REACHABLE, reached());
    findings.putIfAbsent(Capability.MODEL, new Finding.Unknown("no answer said which model gave it"));
    return new Sheet(teacher, findings, speed);
  }

  /// Calls sent to the model so far.
  int calls() {
    return calls.get();
  }

  private boolean met() {
    return !(findings.get(Capability.REACHABLE) instanceof Finding.No);
  }

  /// Something that is not refused shows that somebody is there; so does a refusal in words.
  private Finding reached() {
    boolean answered = findings.values().stream().anyMatch(finding -> !(finding instanceof Finding.Unknown));
    return answered ? new Finding.Yes("") : new Finding.Unknown("no call was answered");
  }

  /// What is asked of chats, or of completions where chats are not answered.
  private void answers() throws InterruptedException {
    find(Capability.LOGPROBS, this::logprobs);
    find(Capability.PROMPT_LOGPROBS, this::promptLogprobs);
    find(Capability.SEVERAL, this::several);
    find(Capability.SEED, this::seed);
    find(Capability.SCHEMA, this::schema);
  }

  private void find(Capability capability, Question question) throws InterruptedException {
    Finding finding;
    try {
      finding = question.ask();
    } catch (UserError e) {
      finding = new Finding.No(String.join(" ", e.lines()));
    } catch (CallFailed e) {
      finding = refused(e);
    }
    if (capability == Capability.LOGPROBS && !(finding instanceof Finding.Yes)) {
      findings.putIfAbsent(Capability.TOP_LOGPROBS, finding);
    }
    findings.put(capability, finding);
  }

  private Finding refused(CallFailed e) {
    String words = Words.of(e);
    return switch (e.failure()) {
      case CONNECTION, AUTH -> {
        // A connection lost after other calls were answered says nothing of whether it can be reached.
        if (findings.values().stream().noneMatch(Finding.Yes.class::isInstance)) {
          findings.putIfAbsent(Capability.REACHABLE, new Finding.No(words));
        }
        yield new Finding.Unknown(words);
      }
      case WRONG_MODEL -> {
        findings.put(Capability.MODEL, new Finding.No(words));
        yield new Finding.Unknown(words);
      }
      case SERVER_ERROR -> words.contains("answered 501") ? new Finding.No(words) : new Finding.Unknown(words);
      case RATE_LIMIT, OVERLOAD, TIMEOUT, MALFORMED_REPLY, TRUNCATED, CONTENT_FILTER, REFUSAL, BUDGET,
          CONTEXT_OVERFLOW ->
        new Finding.Unknown(words);
      case BAD_REQUEST, NOT_RECORDED, SCHEMA, BAD_ROW -> new Finding.No(words);
    };
  }

  private Finding plain(Request request) throws InterruptedException {
    Response response = send(request);
    Reply reply = endpoint.read(request, response.body());
    findings.putIfAbsent(Capability.MODEL, reply.servedModel().isEmpty()
        ? new Finding.Unknown("the server does not say")
        : new Finding.Yes(Words.line(reply.servedModel())));
    if (speed == null && !reply.usage().estimated()) {
      speed = new Sheet.Speed(response.firstByte(), response.total(), reply.usage().completionTokens());
    }
    return new Finding.Yes(reply.usage().estimated()
        ? "does not say how many tokens it read and wrote"
        : "%d tokens in, %d out".formatted(reply.usage().promptTokens(), reply.usage().completionTokens()));
  }

  private Finding logprobs() throws InterruptedException {
    Map<String, Object> extra = answersChats() ? Map.of("logprobs", true, "top_logprobs", 2) : Map.of("logprobs", 2);
    String text = ask(vehicle("Say hello.", most(1, extra))).first().logprobs();
    if (text == null) {
      return new Finding.No("asked for log-probs, got an answer without");
    }
    JsonNode node = Json.read(text);
    JsonNode top = node.path("content").path(0).path("top_logprobs");
    JsonNode first = top.isMissingNode() ? node.path("top_logprobs").path(0) : top;
    findings.put(Capability.TOP_LOGPROBS, first.size() >= 2
        ? new Finding.Yes("%d at the first token".formatted(first.size()))
        : new Finding.No("asked for the likeliest 2, got %d".formatted(first.size())));
    return new Finding.Yes("");
  }

  /// As the recipe asks for them, else by repeating the prompt, which would take another setting.
  private Finding promptLogprobs() throws InterruptedException {
    if (!(findings.get(Capability.COMPLETIONS) instanceof Finding.Yes)) {
      String why = "asked of completions, which are not answered";
      return findings.get(Capability.COMPLETIONS) instanceof Finding.No
          ? new Finding.No(why)
          : new Finding.Unknown(why);
    }
    Request configured = new Request.PromptLogprobs("1 2 3 4", 1);
    try {
      String body = send(configured).body();
      boolean told = Logprobs.of(endpoint.read(configured, body).first(), 1).tokens().stream()
          .anyMatch(token -> token.logprob() != null);
      boolean field = Json.read(body).path("choices").path(0).path("prompt_logprobs").isArray();
      return told
          ? new Finding.Yes(field ? "by 'prompt_logprobs'" : "by 'echo'")
          : new Finding.No("asked for them, got an answer without");
    } catch (CallFailed e) {
      if (e.failure() != Failure.BAD_REQUEST) {
        throw e;
      }
    }
    Request echo = completion("1 2 3 4", most(1, Map.of("echo", true, "logprobs", 1)));
    String text = ask(echo).first().logprobs();
    int tokens = text == null ? 0 : Json.read(text).path("token_logprobs").size();
    return new Finding.No(tokens > 2
        ? "it tells them by 'echo', which the recipe does not ask for. Set `server: {api: {prompt_logprobs: echo}}`"
        : "asked for them, got an answer without");
  }

  private Finding several() throws InterruptedException {
    int choices = ask(vehicle("Say hello.", most(1, Map.of("n", 2)))).choices().size();
    return choices == 2 ? new Finding.Yes("") : new Finding.No("asked for 2 answers, got " + choices);
  }

  /// Equal answers show something only where another seed gives another.
  private Finding seed() throws InterruptedException {
    String first = ask(seeded(ONE_SEED)).first().text();
    String again = ask(seeded(ONE_SEED)).first().text();
    if (!first.equals(again)) {
      return new Finding.No("two equal calls with the same seed got different answers");
    }
    String other = ask(seeded(OTHER_SEED)).first().text();
    return other.equals(first)
        ? new Finding.Unknown("answers were equal whatever the seed")
        : new Finding.Yes("the same answer twice, another with another seed");
  }

  private Request seeded(long seed) {
    return vehicle("Make up a name.", new Sampling(1.0, 1.0, SHORT, seed, List.of(), Map.of()));
  }

  private Finding schema() throws InterruptedException {
    Reply.Choice answer = ask(chat("Say hello.", most(LONG), SCHEMA)).first();
    try {
      JsonNode node = Json.read(answer.text());
      if (node.path("ok").isBoolean() && node.size() == 1) {
        return new Finding.Yes("");
      }
    } catch (JacksonException _) {
      // No JSON at all: the schema was not followed.
    }
    return answer.truncated()
        ? new Finding.Unknown("the answer was cut at %d tokens".formatted(LONG))
        : new Finding.No("the answer does not fit the schema that was asked for");
  }

  private Finding tokenize() throws InterruptedException {
    if (!endpoint.tokenizes()) {
      return new Finding.No("it does not count tokens, or the recipe tells not to ask");
    }
    Request request = new Request.Tokenize("Hello world", false);
    return new Finding.Yes(
        "%d tokens in 'Hello world'".formatted(endpoint.read(request, send(request).body()).usage().promptTokens()));
  }

  private Finding embed() throws InterruptedException {
    Request request = new Request.Embed(List.of("Hello world"));
    return new Finding.Yes(
        "%d numbers a text".formatted(endpoint.read(request, send(request).body()).vectors().getFirst().length));
  }

  private Finding rerank() throws InterruptedException {
    Request request = new Request.Score("rivers", List.of("Bread is baked.", "The Danube is a river."));
    List<Double> scores = endpoint.read(request, send(request).body()).scores();
    return new Finding.Yes("%d scores for 2 documents".formatted(scores.size()));
  }

  private Finding window() {
    OptionalInt window = endpoint.window();
    return window.isPresent()
        ? new Finding.Yes(window.getAsInt() + " tokens")
        : new Finding.Unknown("the server does not say; set `limits: {context_window: N}`");
  }

  private boolean answersChats() {
    return findings.get(Capability.CHAT) instanceof Finding.Yes;
  }

  private Request vehicle(String text, Sampling sampling) {
    return answersChats() ? chat(text, sampling, null) : completion(text, sampling);
  }

  private Request chat(String text, Sampling sampling, @Nullable String schema) {
    return new Request.Chat(List.of(Message.user(text)), own.with(sampling), schema);
  }

  private Request completion(String text, Sampling sampling) {
    return new Request.Completion(text, own.with(sampling));
  }

  private static Sampling most(int tokens) {
    return most(tokens, Map.of());
  }

  private static Sampling most(int tokens, Map<String, Object> extra) {
    return new Sampling(0.0, null, tokens, null, List.of(), extra);
  }

  private Reply ask(Request request) throws InterruptedException {
    return endpoint.read(request, send(request).body());
  }

  private Response send(Request request) throws InterruptedException {
    calls.incrementAndGet();
    return endpoint.send(request, deadline);
  }
}
