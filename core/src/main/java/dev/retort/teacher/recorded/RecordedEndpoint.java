package dev.retort.teacher.recorded;

import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Estimate;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers from a file. The index over it is made at the first lookup.
final class RecordedEndpoint implements Endpoint {

  /// The usual length of a token, for want of the model's own count.
  private static final int CODE_POINTS_A_TOKEN = 3;

  private final String teacher;
  private final String identity;
  private final Recorded recorded;
  private final Path file;
  private final Path index;
  private final ReentrantLock opening = new ReentrantLock();
  private @Nullable AnswerIndex answers;

  RecordedEndpoint(String teacher, String identity, Recorded recorded, Path file, Path index) {
    this.teacher = teacher;
    this.identity = identity;
    this.recorded = recorded;
    this.file = file;
    this.index = index;
  }

  @Override
  public String identity() {
    return identity;
  }

  /// Sampling is no part of it: the answer was given long ago.
  @Override
  public String canonical(Request request) {
    return Json.canonical(Json.MAPPER.createObjectNode().put("lookup", PromptKey.of(request)));
  }

  @Override
  public Response send(Request request, Duration deadline) {
    long start = System.nanoTime();
    AnswerIndex.Found found = answers().find(PromptKey.of(request));
    if (found == null) {
      throw new CallFailed(Failure.NOT_RECORDED,
          "teacher %s: %s has no answer to this prompt".formatted(teacher, file));
    }
    ObjectNode body = Json.MAPPER.createObjectNode().put("response", found.text()).put("generator", found.served())
        .put("answers", found.answers());
    Duration total = Duration.ofNanos(System.nanoTime() - start);
    return new Response(body.toString(), total, total);
  }

  private AnswerIndex answers() {
    opening.lock();
    try {
      AnswerIndex open = answers;
      if (open == null) {
        open = AnswerIndex.open(index, file, recorded.prompt(), recorded.response());
        answers = open;
      }
      return open;
    } finally {
      opening.unlock();
    }
  }

  @Override
  public Reply read(Request request, String body) {
    JsonNode response;
    try {
      response = Json.read(body);
    } catch (JacksonException e) {
      throw new CallFailed(Failure.MALFORMED_REPLY, "a recorded answer is not JSON", null, e);
    }
    if (!response.path("response").isString()) {
      throw new CallFailed(Failure.MALFORMED_REPLY, "a recorded answer has no `response`");
    }
    String text = response.get("response").stringValue();
    return new Reply(List.of(new Reply.Choice(text, "", "stop", null, null)),
        new Reply.Usage(promptTokens(request), tokens(text), true), response.path("generator").asString(""), false,
        List.of());
  }

  private static int promptTokens(Request request) {
    return switch (request) {
      case Request.Chat chat -> chat.messages().stream().map(Message::content).mapToInt(RecordedEndpoint::tokens).sum();
      case Request.Completion completion -> tokens(completion.prompt());
      case Request.Tokenize tokenize -> tokens(tokenize.text());
      case Request.Embed _,Request.Score _,Request.Reward _,Request.PromptLogprobs _ -> Estimate.prompt(request);
    };
  }

  private static int tokens(String text) {
    return Math.ceilDiv(text.codePointCount(0, text.length()), CODE_POINTS_A_TOKEN);
  }

  @Override
  public OptionalInt window() {
    return OptionalInt.empty();
  }

  @Override
  public boolean tokenizes() {
    return false;
  }

  @Override
  public void close() {
    opening.lock();
    try {
      if (answers != null) {
        answers.close();
        answers = null;
      }
    } finally {
      opening.unlock();
    }
  }
}
