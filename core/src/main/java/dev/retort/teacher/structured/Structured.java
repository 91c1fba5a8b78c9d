package dev.retort.teacher.structured;

import dev.retort.step.Models;
import dev.retort.step.Models.Heard;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
  /// @param failure MALFORMED_REPLY, SCHEMA or TRUNCATED; of several asked at once also what kept a call from a reply
  public record NotGiven(Failure failure, String message) implements Result {}

  /// One of several questions asked at once.
  /// @param unfit replies that did not fit, in the order they came
  public record Asked(Result result, List<Reply> unfit) {
    public Asked {
      unfit = List.copyOf(unfit);
    }
  }

  /// @param chat without its schema, which is put in here
  /// @throws CallFailed when a call gave no reply
  public Result ask(Models models, String teacher, Request.Chat chat) {
    Ladder ladder = new Ladder(this, chat);
    Result result = null;
    while (result == null) {
      try {
        result = ladder.hear(models.ask(teacher, ladder.asked()));
      } catch (CallFailed e) {
        result = ladder.hear(e);
        if (result == null) {
          throw e;
        }
      }
    }
    return result;
  }

  /// Asks several questions at once, then again those whose answers do not fit, at once too. A call that gave no reply
  /// is a result like any other here: [NotGiven] with the call's class.
  public List<Asked> askEach(Models models, String teacher, List<Request.Chat> chats) {
    List<Ladder> ladders = chats.stream().map(chat -> new Ladder(this, chat)).toList();
    Map<Ladder, Result> results = new IdentityHashMap<>();
    List<Ladder> open = ladders;
    while (!open.isEmpty()) {
      List<Heard> heard = models.askEach(teacher, open.stream().map(Ladder::asked).toList());
      List<Ladder> still = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        Result result = result(open.get(i), heard.get(i));
        if (result == null) {
          still.add(open.get(i));
        } else {
          results.put(open.get(i), result);
        }
      }
      open = still;
    }
    return ladders.stream().map(ladder -> new Asked(Objects.requireNonNull(results.get(ladder)), ladder.unfit()))
        .toList();
  }

  private static @Nullable Result result(Ladder ladder, Heard heard) {
    return switch (heard) {
      case Heard.Replied(Reply reply) -> ladder.hear(reply);
      case Heard.NoReply(CallFailed failed) -> {
        Result result = ladder.hear(failed);
        yield result != null ? result : new NotGiven(failed.failure(), String.valueOf(failed.getMessage()));
      }
    };
  }
}
