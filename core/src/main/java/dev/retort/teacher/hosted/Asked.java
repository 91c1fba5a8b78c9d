package dev.retort.teacher.hosted;

import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is taken from a request on its way into a company's format.
public final class Asked {
  private Asked() {}

  /// The system text before a chat, which these APIs want apart; null where there is none.
  public static @Nullable String system(Request.Chat chat) {
    List<String> texts = chat.messages().stream().takeWhile(Asked::isSystem).map(Message::content).toList();
    return texts.isEmpty() ? null : texts.stream().collect(Collectors.joining("\n\n"));
  }

  /// The messages after it.
  /// @throws CallFailed of class BAD_ROW when a system message stands among them, which would have to be moved
  public static List<Message> turns(Request.Chat chat, String kind) {
    List<Message> turns = chat.messages().stream().dropWhile(Asked::isSystem).toList();
    if (turns.stream().anyMatch(Asked::isSystem)) {
      throw new CallFailed(Failure.BAD_ROW,
          "the chat has a system message after its first turn, which '%s' has no place for".formatted(kind));
    }
    return turns;
  }

  private static boolean isSystem(Message message) {
    return message.is("system") || message.is("developer");
  }

  /// Puts further fields into a body.
  public static void extra(ObjectNode body, Map<String, Object> extra) {
    extra.forEach((name, value) -> body.set(name, Json.MAPPER.valueToTree(value)));
  }

  /// What a recipe cannot set.
  /// @param kind of teacher
  /// @param ours fields the request itself decides
  /// @param unknown fields of other APIs that this one has nothing for
  public record Refused(String kind, Set<String> ours, Set<String> unknown) {

    /// Why the field cannot be set; null when it can.
    public @Nullable String problem(String field) {
      if (ours.contains(field)) {
        return "'%s' cannot be set, the request decides it. Remove it.".formatted(field);
      }
      return unknown.contains(field)
          ? "'%s' is nothing that '%s' can do. Remove it, or ask another teacher.".formatted(field, kind)
          : null;
    }

    /// What of a sampling cannot be sent.
    public List<String> problems(Sampling sampling) {
      List<String> problems = new ArrayList<>();
      if (sampling.seed() != null && unknown.contains("seed")) {
        problems.add("sampling.seed: " + problem("seed"));
      }
      sampling.extra().keySet().stream().sorted().map(this::problem).filter(Objects::nonNull)
          .forEach(problem -> problems.add("sampling.extra: " + problem));
      return problems;
    }

    /// @throws UserError naming what of a sampling cannot be sent
    public void check(Sampling sampling) {
      List<String> problems = problems(sampling);
      if (!problems.isEmpty()) {
        throw new UserError(problems);
      }
    }

    /// @throws IllegalArgumentException naming the first field that cannot be set
    public void check(String where, Map<String, Object> fields) {
      for (String field : fields.keySet()) {
        String problem = problem(field);
        if (problem != null) {
          throw new IllegalArgumentException(where + ": " + problem);
        }
      }
    }
  }

  /// JSON that stands in a row or a step, such as `tool_calls`.
  /// @throws CallFailed of class BAD_ROW when it is none
  public static JsonNode json(String text, String what) {
    try {
      return Json.read(text);
    } catch (JacksonException e) {
      throw new CallFailed(Failure.BAD_ROW, what + " is not JSON: " + e.getOriginalMessage());
    }
  }
}
