package dev.retort.teacher.structured;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.http.Excerpt;
import dev.retort.teacher.structured.Structured.Given;
import dev.retort.teacher.structured.Structured.NotGiven;
import dev.retort.teacher.structured.Structured.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One question on its way to an answer that fits: what is asked next, and what did not fit so far.
final class Ladder {
  private final Structured how;
  private final Request.Chat first;
  private final List<Reply> unfit = new ArrayList<>();
  private Request.Chat asked;
  private @Nullable NotGiven latest;

  Ladder(Structured how, Request.Chat chat) {
    this.how = how;
    this.first = new Request.Chat(chat.messages(), chat.sampling(), how.schema());
    this.asked = first;
  }

  /// What to ask now.
  Request.Chat asked() {
    return asked;
  }

  /// Replies that did not fit, in the order they came.
  List<Reply> unfit() {
    return unfit;
  }

  /// What the reply comes to; null where [#asked] is to be asked next.
  @Nullable
  Result hear(Reply reply) {
    String text = reply.first().text();
    Extraction.Ending ending = ending(reply.first());
    return switch (Extraction.read(text, ending, how.judge())) {
      case Extraction.Fits(JsonNode answer, Repair repair) -> new Given(answer, reply, repair.after(unfit.size()));
      case Extraction.Unfit wrong -> {
        NotGiven last = notGiven(wrong, ending, text);
        boolean over = ending == Extraction.Ending.CUT || unfit.size() == how.reasks();
        unfit.add(reply);
        latest = last;
        yield over || !askAgain(text, wrong) ? last : null;
      }
    };
  }

  /// @return whether that is another question than before, or one that may be answered otherwise
  private boolean askAgain(String text, Extraction.Unfit wrong) {
    Request.Chat next = new Request.Chat(Instruction.again(first.messages(), text, wrong.message()), first.sampling(),
        how.schema());
    boolean same = next.equals(asked) && next.sampling().repeatable();
    asked = next;
    return !same;
  }

  /// What it comes to where a call gave no reply; null where that is the call's own failure. A model asked again at
  /// greater length than it can see has already said all it will.
  @Nullable
  Result hear(CallFailed failed) {
    return failed.failure() == Failure.CONTEXT_OVERFLOW ? latest : null;
  }

  private Extraction.Ending ending(Reply.Choice choice) {
    if (choice.truncated()) {
      return Extraction.Ending.CUT;
    }
    boolean itself = choice.finishReason().equals("stop") && asked.sampling().stop().isEmpty();
    return itself ? Extraction.Ending.ENDED : Extraction.Ending.UNKNOWN;
  }

  private NotGiven notGiven(Extraction.Unfit wrong, Extraction.Ending ending, String text) {
    boolean cut = ending == Extraction.Ending.CUT;
    int again = unfit.size();
    Failure failure = cut ? Failure.TRUNCATED : wrong.json() ? Failure.SCHEMA : Failure.MALFORMED_REPLY;
    String message = "%s%s%s. It was: %s".formatted(cut ? "the answer was cut at max_tokens; " : "", wrong.message(),
        again == 0 ? "" : ", after asking again " + (again == 1 ? "once" : again + " times"), Excerpt.of(text));
    return new NotGiven(failure, message);
  }
}
