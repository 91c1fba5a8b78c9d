package dev.retort.run;

import dev.retort.row.Json;
import dev.retort.run.CallsFlow.Order;
import dev.retort.run.spend.Used;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a call may take at most, told before it goes out.
///
/// A token of a byte-level vocabulary is at least one byte, so the bytes of a text bound its tokens; where the teacher's
/// tokenizer is at hand its count does. A chat's template and what a server adds of its own are allowed for.
final class CallsMost {
  private static final int MOST_MARKS_A_MESSAGE = 16;
  private static final int MOST_OF_THE_SERVERS_OWN = 64;
  /// Names by which servers bound an answer, the one that counts first.
  static final List<String> CAPS = List.of("max_completion_tokens", "max_output_tokens", "max_tokens",
      "n_predict");

  private CallsMost() {}

  /// @throws CallFailed of class BUDGET when nothing bounds the answer
  static Used of(Order order) {
    Request request = order.request();
    Tokenizer tokenizer = order.lane().open().tokenizer();
    String text = PromptText.of(request);
    long known = tokenizer == null ? text.getBytes(StandardCharsets.UTF_8).length : tokenizer.count(text);
    long prompt = known + (long) MOST_MARKS_A_MESSAGE * PromptText.messages(request) + MOST_OF_THE_SERVERS_OWN;
    return new Used(1, prompt, 0, completion(order), 0);
  }

  /// Tokens of the prompt as they most likely are.
  static int prompt(Order order) {
    return PromptText.tokens(order.request(), order.lane().open().tokenizer());
  }

  private static long completion(Order order) {
    Sampling sampling = PromptText.sampling(order.request());
    return sampling == null ? PromptText.unasked(order.request()) : answer(order, sampling);
  }

  private static long answer(Order order, Sampling sampling) {
    JsonNode sent = sent(order.canonical());
    Long cap = cap(sent, sampling);
    Integer window = order.lane().teacher().limits().contextWindow();
    String told = order.lane().facts.get("window");
    if (cap == null && window != null) {
      cap = (long) window;
    } else if (cap == null && told != null && !told.equals("unknown")) {
      cap = Long.parseLong(told);
    }
    if (cap == null) {
      throw new CallFailed(Failure.BUDGET,
          "teacher '%s': nothing bounds the answer, so a budget of usd or tokens cannot be kept. Give max_tokens."
              .formatted(order.lane().name()));
    }
    return cap * Math.max(1, Math.max(sent.path("n").asInt(1), sent.path("best_of").asInt(1)));
  }

  private static @Nullable Long cap(JsonNode sent, Sampling sampling) {
    for (String name : CAPS) {
      if (sent.path(name).isIntegralNumber()) {
        return sent.get(name).longValue();
      }
    }
    return sampling.maxTokens() == null ? null : Long.valueOf(sampling.maxTokens());
  }

  private static JsonNode sent(String canonical) {
    try {
      return Json.read(canonical);
    } catch (JacksonException e) {
      return Json.MAPPER.createObjectNode(); // a request that goes out in another form
    }
  }
}
