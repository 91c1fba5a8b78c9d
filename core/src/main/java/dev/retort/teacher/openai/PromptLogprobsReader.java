package dev.retort.teacher.openai;

import static dev.retort.teacher.http.ReplyJson.count;
import static dev.retort.teacher.http.ReplyJson.malformed;
import static dev.retort.teacher.http.ReplyJson.text;

import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Reply.Choice;
import dev.retort.teacher.http.ReplyJson;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads how likely a prompt's tokens are: vLLM's `prompt_logprobs`, or the prompt repeated with its log-probabilities.
///
/// Both become the form chats have, which [dev.retort.teacher.Logprobs] reads. vLLM tells nothing of the first token, not
/// even its text, which stays empty; the prompt's own token is the first of each place, its rivals follow.
/// Source: docs.vllm.ai/en/latest/serving/openai_compatible_server.html (`prompt_logprobs`, `echo`), `vllm/logprobs.py`.
final class PromptLogprobsReader {
  private PromptLogprobsReader() {}

  static Reply read(String body, int top) {
    Reply reply = ReplyReader.read(body, false);
    JsonNode node = ReplyJson.object(body);
    JsonNode choice = node.path("choices").path(0);
    ObjectNode logprobs = Json.MAPPER.createObjectNode();
    ArrayNode content = logprobs.putArray("content");
    if (choice.path("prompt_logprobs").isArray()) {
      choice.path("prompt_logprobs").forEach(place -> place(content.addObject(), place, top));
    } else if (choice.path("logprobs").path("tokens").isArray() && !reply.usage().estimated()) {
      echoed(content, choice.path("logprobs"), count(node.path("usage"), "prompt_tokens"), top);
    } else {
      throw new CallFailed(Failure.BAD_REQUEST, "the server told no log-probabilities of the prompt. "
          + "Try `server: {api: {prompt_logprobs: echo}}`, or a server that can, such as vLLM.");
    }
    Choice read = new Choice("", "", reply.first().finishReason(), null, Json.canonical(logprobs));
    return new Reply(List.of(read), reply.usage(), reply.servedModel(), reply.simulated(), List.of());
  }

  private static void place(ObjectNode entry, JsonNode place, int top) {
    entry.put("token", "");
    ArrayNode rivals = entry.putArray("top_logprobs");
    boolean first = true;
    for (Map.Entry<String, JsonNode> token : place.properties()) {
      JsonNode told = token.getValue();
      if (first) {
        fill(entry, text(told, "decoded_token"), told.path("logprob"));
        first = false;
      }
      if (!told.path("rank").isNumber() || told.path("rank").intValue() <= top) {
        fill(rivals.addObject(), text(told, "decoded_token"), told.path("logprob"));
      }
    }
  }

  /// @param prompt how many tokens are the prompt's; what follows was drawn
  private static void echoed(ArrayNode content, JsonNode logprobs, int prompt, int top) {
    JsonNode tokens = logprobs.path("tokens");
    if (tokens.size() < prompt || logprobs.path("token_logprobs").size() < prompt) {
      throw new CallFailed(Failure.BAD_REQUEST,
          "the server repeated %d tokens of a prompt of %d: it does not heed `echo`".formatted(tokens.size(), prompt));
    }
    for (int i = 0; i < prompt; i++) {
      ObjectNode entry = content.addObject();
      fill(entry, tokens.get(i).asString(""), logprobs.path("token_logprobs").get(i));
      ArrayNode rivals = entry.putArray("top_logprobs");
      if (top > 0) {
        logprobs.path("top_logprobs").path(i).properties()
            .forEach(rival -> fill(rivals.addObject(), rival.getKey(), rival.getValue()));
      }
    }
  }

  private static void fill(ObjectNode entry, String token, JsonNode logprob) {
    if (!logprob.isNumber() && !logprob.isNull()) {
      throw malformed("a log-probability that is none: " + logprob);
    }
    entry.put("token", token).set("logprob", logprob);
  }
}
