package dev.retort.teacher.http;

import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Turns an HTTP answer that is no success into a class of failure and words.
final class HttpErrors {
  private HttpErrors() {}

  /// @param where the teacher and the URL
  /// @param body without secrets
  static CallFailed failure(String where, Http.Answer answer, String body, @Nullable Secret key) {
    Failure failure = ErrorWords.of(answer.status(), body);
    String message = "%s answered %d: %s%s".formatted(where, answer.status(), said(body),
        advice(failure, answer, body, key));
    return new CallFailed(failure, message, Waits.of(answer.headers()), body, null);
  }

  /// The server's own words, in one line.
  private static String said(String body) {
    String words = body;
    try {
      JsonNode node = Json.read(body);
      JsonNode error = node.path("error").isMissingNode() ? node : node.path("error");
      JsonNode message = error.isString() ? error : error.path("message");
      if (message.isString()) {
        words = message.stringValue();
      }
    } catch (JacksonException _) {
      words = body; // no JSON: shown as it is
    }
    String line = words.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.isEmpty() ? "(nothing)" : Excerpt.of(line);
  }

  private static String advice(Failure failure, Http.Answer answer, String body, @Nullable Secret key) {
    if (failure == Failure.AUTH && (answer.status() == 402 || ErrorWords.noCredit(body))) {
      return " The account's credit or quota is used up. Add to it, then run the same command again.";
    }
    if (failure == Failure.AUTH) {
      return key == null ? " The teacher has no 'api_key': give it one." : " Check the key (%s).".formatted(key);
    }
    if (answer.status() >= 300 && answer.status() < 400) {
      return " Redirects are not followed. Set 'base_url' to the address it moved to.";
    }
    return answer.status() == 404 ? " Check 'base_url' (it ends in /v1 as a rule) and 'model'." : "";
  }
}
