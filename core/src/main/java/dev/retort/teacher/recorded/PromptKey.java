package dev.retort.teacher.recorded;

import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What makes two prompts the same: the text of an only user turn, else the whole chat in canonical JSON.
///
/// A system text before an only user turn does not count, since files of answers seldom say what it was.
final class PromptKey {

  private PromptKey() {}

  static String of(String prompt) {
    return "text " + prompt;
  }

  static String of(List<Message> chat) {
    List<Message> turns = chat.stream().filter(message -> !message.is("system")).toList();
    if (turns.size() == 1 && turns.getFirst().is("user")) {
      return of(turns.getFirst().content());
    }
    ArrayNode list = Json.MAPPER.createArrayNode();
    for (Message message : chat) {
      ObjectNode entry = list.addObject().put("role", message.role()).put("content", message.content());
      if (message.toolCalls() != null) {
        entry.set("tool_calls", Json.read(message.toolCalls()));
      }
      if (message.toolCallId() != null) {
        entry.put("tool_call_id", message.toolCallId());
      }
    }
    return "chat " + Json.canonical(list);
  }

  /// @throws CallFailed for what no file of answers can answer
  static String of(Request request) {
    return switch (request) {
      case Request.Chat chat -> of(chat.messages());
      case Request.Completion completion -> of(completion.prompt());
      case Request.Tokenize _ -> throw cannot("count tokens");
      case Request.Embed _ -> throw cannot("make embeddings");
      case Request.Score _,Request.Reward _ -> throw cannot("score");
      case Request.PromptLogprobs _ -> throw cannot("tell log-probabilities");
    };
  }

  private static CallFailed cannot(String what) {
    return new CallFailed(Failure.BAD_REQUEST, "a recorded teacher cannot " + what);
  }
}
