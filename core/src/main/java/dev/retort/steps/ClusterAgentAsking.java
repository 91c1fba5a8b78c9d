package dev.retort.steps;

import dev.retort.row.Message;
import dev.retort.step.Models;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.structured.Structured;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Asks the agent's model, many at once, and remembers whether a simulated one answered.
final class ClusterAgentAsking {
  private final Models models;
  private final String teacher;
  private final Sampling sampling;
  private boolean simulated;

  ClusterAgentAsking(Models models, Sampling own) {
    this.models = models;
    this.teacher = models.unit().teacher();
    this.sampling = models.teacher(teacher).sampling().with(own);
  }

  boolean simulated() {
    return simulated;
  }

  String teacher() {
    return teacher;
  }

  /// One answer, without which the unit cannot go on.
  /// @param what names it in the failure
  JsonNode ask(Structured how, String prompt, String what) {
    return switch (each(how, List.of(prompt)).getFirst().result()) {
      case Structured.Given given -> given.answer();
      case Structured.NotGiven(Failure failure, String message) -> throw new CallFailed(failure, what + ": " + message);
    };
  }

  /// Answers in the order of the prompts. What failed not by its own prompt or answer fails the unit.
  List<Structured.Asked> each(Structured how, List<String> prompts) {
    List<Request.Chat> chats = new ArrayList<>(prompts.size());
    prompts.forEach(prompt -> chats.add(new Request.Chat(List.of(Message.user(prompt)), sampling)));
    List<Structured.Asked> asked = how.askEach(models, teacher, chats);
    for (Structured.Asked one : asked) {
      simulated |= one.unfit().stream().anyMatch(reply -> reply.simulated());
      switch (one.result()) {
        case Structured.Given given -> simulated |= given.reply().simulated();
        case Structured.NotGiven(Failure failure, String message) -> {
          if (!ofTheAnswer(failure)) {
            throw new CallFailed(failure, message);
          }
        }
      }
    }
    return asked;
  }

  /// Whether a failure says something of this prompt or answer alone, so that other rounds may go well.
  private static boolean ofTheAnswer(Failure failure) {
    return malformed(failure) || switch (failure) {
      case CONTENT_FILTER, REFUSAL, CONTEXT_OVERFLOW -> true;
      case RATE_LIMIT, OVERLOAD, TIMEOUT, CONNECTION, SERVER_ERROR, MALFORMED_REPLY, AUTH, BAD_REQUEST, TRUNCATED,
          WRONG_MODEL, NOT_RECORDED, SCHEMA, BUDGET, BAD_ROW ->
        false;
    };
  }

  /// Whether there was an answer and it could not be used.
  static boolean malformed(Failure failure) {
    return failure == Failure.MALFORMED_REPLY || failure == Failure.SCHEMA || failure == Failure.TRUNCATED;
  }
}
