package dev.retort.teacher.structured;

import dev.retort.step.Models;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.http.Excerpt;
import tools.jackson.databind.JsonNode;

/// Asks until the answer is JSON that fits: extract, fix, and ask again with what is wrong, at most so many times.
///
/// An answer cut at max_tokens is never asked for again, since the same would be cut again.
///
/// @param schema what the model is told
/// @param judge what the answer is held against: the schema, and whatever else its reader needs
/// @param reasks how often it is asked again at most
public record Structured(String schema, Judge judge, int reasks) {

  /// How it ended.
  public sealed interface Result {}

  /// With a value that fits.
  /// @param reply the one that held it, with the text as the model wrote it
  public record Given(JsonNode answer, Reply reply, Repair repair) implements Result {}

  /// Without.
  /// @param failure MALFORMED_REPLY, SCHEMA or TRUNCATED
  public record NotGiven(Failure failure, String message) implements Result {}

  /// @param chat without its schema, which is put in here
  /// @throws CallFailed when a call gave no reply
  public Result ask(Models models, String teacher, Request.Chat chat) {
    Request.Chat first = new Request.Chat(chat.messages(), chat.sampling(), schema);
    Request.Chat asked = first;
    Reply reply = models.ask(teacher, asked);
    for (int again = 0;; again++) {
      String text = reply.first().text();
      Extraction.Ending ending = ending(reply.first(), asked);
      Extraction.Found found = Extraction.read(text, ending, judge);
      if (found instanceof Extraction.Fits(JsonNode answer, Repair repair)) {
        return new Given(answer, reply, repair.after(again));
      }
      Extraction.Unfit unfit = (Extraction.Unfit) found;
      if (ending == Extraction.Ending.CUT || again == reasks) {
        return notGiven(unfit, ending, again, text);
      }
      Request.Chat next = new Request.Chat(Instruction.again(first.messages(), text, unfit.message()), first.sampling(),
          schema);
      if (next.equals(asked) && next.sampling().repeatable()) {
        return notGiven(unfit, ending, again, text);
      }
      asked = next;
      try {
        reply = models.ask(teacher, asked);
      } catch (CallFailed e) {
        if (e.failure() != Failure.CONTEXT_OVERFLOW) {
          throw e;
        }
        return notGiven(unfit, ending, again, text);
      }
    }
  }

  private static Extraction.Ending ending(Reply.Choice choice, Request.Chat asked) {
    if (choice.truncated()) {
      return Extraction.Ending.CUT;
    }
    boolean itself = choice.finishReason().equals("stop") && asked.sampling().stop().isEmpty();
    return itself ? Extraction.Ending.ENDED : Extraction.Ending.UNKNOWN;
  }

  private static NotGiven notGiven(Extraction.Unfit unfit, Extraction.Ending ending, int again, String text) {
    boolean cut = ending == Extraction.Ending.CUT;
    Failure failure = cut ? Failure.TRUNCATED : unfit.json() ? Failure.SCHEMA : Failure.MALFORMED_REPLY;
    String message = "%s%s%s. It was: %s".formatted(cut ? "the answer was cut at max_tokens; " : "", unfit.message(),
        again == 0 ? "" : ", after asking again " + (again == 1 ? "once" : again + " times"), Excerpt.of(text));
    return new NotGiven(failure, message);
  }
}
