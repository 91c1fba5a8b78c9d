package dev.retort.steps;

import dev.retort.row.Message;
import dev.retort.teacher.Sampling;
import java.util.List;

/// The length policy of WildChat-50M's generation script, as far as a chat endpoint allows it.
///
/// | quantity | value |
/// |---|---|
/// | input cap | 0.75 x window |
/// | output cap | 0.20 x window |
/// | each message | cut to max(256, 0.95 x input cap / number of messages) tokens |
///
/// Where the prompt is still over, the script cuts the rendered text at cap - 256 tokens and adds the end token. A
/// chat endpoint takes messages, not rendered text, so the oldest turns are cut instead, and written down.
///
/// Source: methods 2.3 of WildChat-50M (arXiv 2501.18511, repository penfever/wildchat-50m).
record RespondWildChat(RespondFit fit) {

  RespondFit.Fitted fit(List<Message> head, List<List<Message>> history, Message last, Sampling sampling) {
    if (fit.window().isEmpty()) {
      return fit.fit(head, history, last, sampling);
    }
    int window = fit.window().getAsInt();
    int inputCap = (int) (0.75 * window);
    int messages = head.size() + history.stream().mapToInt(List::size).sum() + 1;
    int each = Math.max(256, (int) (0.95 * inputCap / messages));
    Sampling drawn = sampling.withMaxTokens(Math.max(1, (int) (0.20 * window)));
    List<List<Message>> cut = history.stream().map(turn -> turn.stream().map(m -> cut(m, each, drawn)).toList())
        .toList();
    return fit.fit(head.stream().map(m -> cut(m, each, drawn)).toList(), cut, cut(last, each, drawn), drawn, inputCap);
  }

  /// The longest beginning of a message that takes at most `most` tokens.
  private Message cut(Message message, int most, Sampling sampling) {
    String text = message.content();
    if (text.length() <= most || fit.count(List.of(message), sampling).tokens() <= most) {
      return message;
    }
    int fits = 0;
    int over = text.codePointCount(0, text.length());
    while (over - fits > 1) {
      int middle = (fits + over) >>> 1;
      if (fit.count(List.of(shortened(message, middle)), sampling).tokens() <= most) {
        fits = middle;
      } else {
        over = middle;
      }
    }
    return shortened(message, fits);
  }

  private static Message shortened(Message message, int codePoints) {
    String text = message.content();
    String beginning = text.substring(0, text.offsetByCodePoints(0, codePoints));
    return new Message(message.role(), beginning, message.toolCalls(), message.toolCallId());
  }
}
