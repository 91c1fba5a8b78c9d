package dev.retort.step;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Teacher;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The models as one unit sees them. Every call is durable before it returns, and paid for once.
public interface Models {

  /// The unit's step, teacher and sample number (from 0).
  Unit unit();

  /// Which row x teacher x sample this is.
  record Unit(String step, String teacher, int sample) {}

  /// How the recipe describes the teacher of that name.
  Teacher teacher(String name);

  /// Asks and waits for the reply.
  /// @throws dev.retort.teacher.CallFailed when no reply could be had; the engine turns it into the unit's failure
  Reply ask(String teacher, Request request);

  /// Asks several at once, replies in the order of the requests.
  List<Reply> askAll(String teacher, List<Request> requests);

  /// Asks several at once, and tells of each its reply or why there is none, in the order of the requests.
  default List<Heard> askEach(String teacher, List<? extends Request> requests) {
    List<Heard> heard = new ArrayList<>();
    for (Request request : requests) {
      heard.add(Heard.of(() -> ask(teacher, request)));
    }
    return heard;
  }

  /// What came of one ask.
  sealed interface Heard {
    record Replied(Reply reply) implements Heard {}

    record NoReply(CallFailed failed) implements Heard {}

    static Heard of(Supplier<Reply> ask) {
      try {
        return new Replied(ask.get());
      } catch (CallFailed e) {
        return new NoReply(e);
      }
    }
  }

  /// How many tokens the teacher can see and write in one call; empty when nobody said.
  OptionalInt window(String teacher);

  /// How many tokens of the teacher a prompt takes, the chat template's own included where the teacher can tell.
  Count tokens(String teacher, Request prompt);

  /// A number of tokens.
  /// @param estimated whether it was computed from the text's length, for want of a tokenizer
  record Count(int tokens, boolean estimated) {}

  /// Whether these answer with nothing real, to count what would be asked: then no answer is worth a second call.
  default boolean rehearsed() {
    return false;
  }

  /// Random numbers of this unit: equal for equal recipe seed, step, row, teacher and sample.
  RandomGenerator random();
}
