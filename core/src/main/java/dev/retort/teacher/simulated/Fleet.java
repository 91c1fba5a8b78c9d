package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// All teachers together, without a wire: what to do about a request is a pure function of seed, request and attempt.
final class Fleet {
  /// Raised when equal requests get other answers than before.
  static final int VERSION = 1;
  static final String IMPOSTOR = "sim-impostor";
  private static final Duration SLOW = Duration.ofSeconds(3);

  private final FleetOptions options;

  Fleet(FleetOptions options) {
    this.options = options;
  }

  /// A request as it came in.
  /// @param attempt number of this try of its call, from 1; 0 where the client does not count
  /// @param call tells apart equal requests that are meant to be drawn anew; empty where the client does not say
  record Ask(String method, String path, Body body, int attempt, String call) {}

  /// @throws BadAsk when it cannot be answered
  Planned plan(Ask ask) {
    if (ask.path().equals("/v1/models")) {
      return Planned.json(200, OtherApis.models(), Duration.ZERO);
    }
    Persona persona = persona(ask.body());
    Answered answered = answer(ask, persona);
    if (ask.path().equals("/tokenize")) {
      return Planned.json(200, answered.whole().toString(), Duration.ZERO);
    }
    Fault fault = fault(ask, persona);
    Duration delay = delay(ask, persona, answered.tokens());
    return switch (fault) {
      case ERROR_500 -> error(500, "server_error", "a simulated failure; asking again helps", Map.of(), fault);
      case RATE_LIMIT -> error(429, "rate_limit_exceeded", "simulated: too many requests; asking again helps",
          Map.of("Retry-After", options.timing() == 0 ? "0" : "1"), fault);
      case SLOW -> answer(ask, answered, fault, delay.plus(SLOW));
      case null -> answer(ask, answered, null, delay);
      case CUT_OFF, RESET, MALFORMED_JSON, WRONG_MODEL -> answer(ask, answered, fault, delay);
    };
  }

  private static Persona persona(Body body) {
    String model = body.text("model");
    return Persona.named(model).orElseThrow(() -> new BadAsk(404, "model_not_found",
        "no model is called '%s', only %s".formatted(model, Persona.names())));
  }

  private Answered answer(Ask ask, Persona persona) {
    return switch (ask.path()) {
      case "/v1/chat/completions" -> new ChatApi(ask.body(), persona, options.seed(), ask.call()).answer();
      case "/v1/completions" -> new CompletionApi(ask.body(), persona, options.seed(), ask.call()).answer();
      case "/v1/embeddings" -> OtherApis.embeddings(ask.body(), persona);
      case "/v1/rerank" -> ScoringApis.rerank(ask.body(), persona);
      case "/v1/score" -> ScoringApis.score(ask.body(), persona);
      case "/pooling" -> ScoringApis.pooling(ask.body(), persona);
      case "/classify" -> ScoringApis.classify(ask.body(), persona);
      case "/tokenize" -> OtherApis.tokenize(ask.body(), persona);
      default -> throw new BadAsk(404, "not_found", "nothing is at " + ask.path());
    };
  }

  private RandomGenerator random(Ask ask, String purpose) {
    return Draw.of(options.seed(), purpose, ask.path(), ask.body().canonical(), ask.call(),
        Integer.toString(ask.attempt()));
  }

  private @Nullable Fault fault(Ask ask, Persona persona) {
    Fault wanted = ask.body().faults(options.faults()).draw(ask.attempt(), random(ask, "fault"));
    if (wanted != null || ask.attempt() < 1 || ask.attempt() > Faults.ATTEMPTS) {
      return wanted;
    }
    RandomGenerator random = random(ask, "failure");
    return random.nextDouble() >= persona.failure() ? null : random.nextBoolean() ? Fault.ERROR_500 : Fault.RATE_LIMIT;
  }

  private Duration delay(Ask ask, Persona persona, int tokens) {
    double seconds = persona.pace().firstToken().toMillis() / 1e3 + (double) tokens / persona.pace().tokensPerSecond();
    return Duration.ofMillis(Math.round(1e3 * seconds * (0.8 + 0.4 * random(ask, "pace").nextDouble())));
  }

  private static Planned answer(Ask ask, Answered answered, @Nullable Fault fault, Duration delay) {
    if (fault == Fault.WRONG_MODEL) {
      answered.whole().put("model", IMPOSTOR);
      answered.chunks().forEach(chunk -> chunk.put("model", IMPOSTOR));
    }
    boolean stream = !answered.chunks().isEmpty();
    List<String> parts = stream ? events(answered) : new ArrayList<>(List.of(answered.whole().toString()));
    if (fault == Fault.MALFORMED_JSON) {
      int at = parts.size() / 2;
      String whole = parts.get(at).stripTrailing();
      String broken = whole.substring(0, whole.offsetByCodePoints(0, whole.codePointCount(0, whole.length()) * 3 / 5));
      parts.set(at, stream ? broken + "\n\n" : broken);
    }
    return new Planned(200, Map.of("Content-Type", stream ? Planned.EVENTS : Planned.JSON), parts, fault, delay);
  }

  private static List<String> events(Answered answered) {
    List<String> events = new ArrayList<>();
    answered.chunks().forEach(chunk -> events.add("data: " + chunk + "\n\n"));
    events.add("data: [DONE]\n\n");
    return events;
  }

  static Planned error(int status, String code, String message, Map<String, String> headers, @Nullable Fault fault) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("retort_simulated", true).put("system_fingerprint",
        Answered.FINGERPRINT);
    body.putObject("error").put("message", message).put("type", status < 500 ? "invalid_request_error" : "server_error")
        .put("code", code);
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", Planned.JSON);
    return new Planned(status, all, List.of(body.toString()), fault, Duration.ZERO);
  }
}
