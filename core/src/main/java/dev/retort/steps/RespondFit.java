package dev.retort.steps;

import dev.retort.row.Message;
import dev.retort.step.Models;
import dev.retort.step.Models.Count;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Fits a prompt into a teacher's window: the oldest turns are cut first, never the last user turn.
///
/// The reply keeps room for `min(max_tokens, floor)` tokens, where the floor is min(256, window / 2); a longer
/// `max_tokens` is lowered to what is left.
///
/// @param models counts tokens
/// @param teacher whose window
/// @param window its tokens
record RespondFit(Models models, String teacher, OptionalInt window) {

  private static final int FLOOR = 256;

  /// What came of it.
  sealed interface Fitted {
    /// @param cut user turns left out at the old end
    /// @param guessed whether that was decided by an estimate of tokens
    record Fits(Request.Chat request, int cut, boolean guessed) implements Fitted {}

    /// System prompt and last user turn alone do not fit.
    record Overflow(Count count, int room) implements Fitted {}
  }

  /// @param head what is never cut: system messages
  /// @param history older turns, each a group of messages cut together, oldest first
  /// @param last the user turn to answer
  Fitted fit(List<Message> head, List<List<Message>> history, Message last, Sampling sampling) {
    if (window.isEmpty()) {
      return new Fitted.Fits(new Request.Chat(joined(head, history, 0, last), sampling), 0, false);
    }
    int wanted = sampling.maxTokens() == null ? Integer.MAX_VALUE : sampling.maxTokens();
    int room = window.getAsInt() - Math.min(wanted, Math.min(FLOOR, window.getAsInt() / 2));
    return fit(head, history, last, sampling, room);
  }

  /// As above, with the prompt's room given.
  Fitted fit(List<Message> head, List<List<Message>> history, Message last, Sampling sampling, int room) {
    int fewest = 0;
    int most = history.size();
    Count count = count(joined(head, history, 0, last), sampling);
    if (count.tokens() > room) {
      while (fewest < most) {
        int middle = (fewest + most) >>> 1;
        if (count(joined(head, history, middle, last), sampling).tokens() <= room) {
          most = middle;
        } else {
          fewest = middle + 1;
        }
      }
      count = count(joined(head, history, most, last), sampling);
      if (count.tokens() > room) {
        return new Fitted.Overflow(count, room);
      }
    } else {
      most = 0;
    }
    Integer reply = sampling.maxTokens();
    if (reply != null && window.isPresent()) {
      reply = Math.min(reply, window.getAsInt() - count.tokens());
    }
    Request.Chat request = new Request.Chat(joined(head, history, most, last), sampling.withMaxTokens(reply));
    return new Fitted.Fits(request, most, most > 0 && count.estimated());
  }

  Count count(List<Message> messages, Sampling sampling) {
    return models.tokens(teacher, new Request.Chat(messages, sampling));
  }

  private static List<Message> joined(List<Message> head, List<List<Message>> history, int cut, Message last) {
    List<Message> all = new ArrayList<>(head);
    history.subList(cut, history.size()).forEach(all::addAll);
    all.add(last);
    return all;
  }
}
