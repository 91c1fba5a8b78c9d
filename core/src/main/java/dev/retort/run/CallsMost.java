package dev.retort.run;

import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.run.CallsFlow.Order;
import dev.retort.run.spend.Used;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
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
  private static final int MARKS_A_MESSAGE = 4;
  private static final int CODE_POINTS_A_TOKEN = 3;
  /// Names by which servers bound an answer, the one that counts first.
  static final List<String> CAPS = List.of("max_completion_tokens", "max_output_tokens", "max_tokens",
      "n_predict");

  private CallsMost() {}

  /// @throws CallFailed of class BUDGET when nothing bounds the answer
  static Used of(Order order) {
    Request request = order.request();
    Tokenizer tokenizer = order.lane().open().tokenizer();
    String text = text(request);
    int messages = messages(request);
    long known = tokenizer == null ? text.getBytes(StandardCharsets.UTF_8).length : tokenizer.count(text);
    long prompt = known + (long) MOST_MARKS_A_MESSAGE * messages + MOST_OF_THE_SERVERS_OWN;
    return new Used(1, prompt, 0, completion(order), 0);
  }

  private static int messages(Request request) {
    return switch (request) {
      case Request.Chat chat -> chat.messages().size();
      case Request.Reward reward -> reward.messages().size();
      case Request.Score score -> score.documents().size();
      case Request.Completion _,Request.Tokenize _,Request.Embed _,Request.PromptLogprobs _ -> 1;
    };
  }

  /// Tokens of the prompt as they most likely are.
  static int prompt(Order order) {
    Tokenizer tokenizer = order.lane().open().tokenizer();
    String text = text(order.request());
    int marks = order.request() instanceof Request.Chat chat ? MARKS_A_MESSAGE * chat.messages().size() : 0;
    return marks + (tokenizer != null
        ? tokenizer.count(text)
        : Math.ceilDiv(text.codePointCount(0, text.length()), CODE_POINTS_A_TOKEN));
  }

  private static String text(Request request) {
    return switch (request) {
      case Request.Chat chat -> chat(chat);
      case Request.Completion completion -> completion.prompt();
      case Request.Tokenize tokenize -> tokenize.text();
      case Request.Embed embed -> String.join("\n", embed.texts());
      case Request.Score score -> score.documents().stream().map(document -> score.query() + '\n' + document)
          .collect(Collectors.joining("\n"));
      case Request.Reward reward -> reward.messages().stream().map(Message::content).collect(Collectors.joining("\n"));
      case Request.PromptLogprobs prompt -> prompt.text();
    };
  }

  private static String chat(Request.Chat chat) {
    StringBuilder text = new StringBuilder(Objects.requireNonNullElse(chat.jsonSchema(), ""));
    for (Message message : chat.messages()) {
      text.append(message.content()).append('\n').append(Objects.requireNonNullElse(message.toolCalls(), ""));
    }
    return text.toString();
  }

  private static long completion(Order order) {
    return switch (order.request()) {
      case Request.Chat chat -> answer(order, chat.sampling());
      case Request.Completion completion -> answer(order, completion.sampling());
      case Request.PromptLogprobs _ -> 1;
      case Request.Tokenize _,Request.Embed _,Request.Score _,Request.Reward _ -> 0;
    };
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
