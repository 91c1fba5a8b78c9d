package dev.retort.run;

import dev.retort.row.Json;
import dev.retort.run.CallsFlow.Order;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.FailurePolicy.Trait;
import dev.retort.teacher.Reply;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a failed attempt may be billed for.
///
/// The server's own word counts where its answer has one. Else a class of failure in which the server may have read the
/// prompt is charged with the prompt's tokens, estimated, and any other with nothing. A server that answered with an
/// error of its own wrote no answer, so that costs nothing.
final class CallsCharge {
  private CallsCharge() {}

  static Reply.@Nullable Usage of(Order order, CallFailed failed, @Nullable String body) {
    Reply.Usage said = body == null ? null : said(body);
    if (said != null) {
      return said;
    }
    boolean charged = failed.failure().policy().is(Trait.PRICED) && failed.failure() != Failure.SERVER_ERROR
        && !neverConnected(failed);
    return charged ? new Reply.Usage(CallsMost.prompt(order), 0, true) : null;
  }

  private static boolean neverConnected(CallFailed failed) {
    for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException || cause instanceof UnknownHostException
          || cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }

  /// The usage that stands in an answer, in OpenAI's or Anthropic's words; null when there is none that can be read.
  private static Reply.@Nullable Usage said(String body) {
    try {
      JsonNode usage = Json.read(body).path("usage");
      Integer prompt = count(usage, "prompt_tokens", "input_tokens");
      Integer completion = count(usage, "completion_tokens", "output_tokens");
      return prompt == null ? null : new Reply.Usage(prompt, completion == null ? 0 : completion, false);
    } catch (JacksonException e) {
      return null; // an answer that is no JSON says nothing
    }
  }

  private static @Nullable Integer count(JsonNode usage, String name, String other) {
    JsonNode value = usage.has(name) ? usage.get(name) : usage.path(other);
    return value.isInt() && value.intValue() >= 0 ? value.intValue() : null;
  }
}
