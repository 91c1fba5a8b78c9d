package dev.retort.teacher;

import dev.retort.row.Message;
import java.util.List;

/// Tokens told from lengths, where neither a tokenizer nor the server tells them.
public final class Estimate {
  private static final int CODE_POINTS_A_TOKEN = 3;
  /// The marks a chat template puts around a message, about.
  private static final int TOKENS_A_MESSAGE = 4;

  private Estimate() {}

  /// A third of the text's code points.
  public static int tokens(String text) {
    return Math.ceilDiv(text.codePointCount(0, text.length()), CODE_POINTS_A_TOKEN);
  }

  /// Tokens a request makes a model read.
  public static int prompt(Request request) {
    return switch (request) {
      case Request.Chat chat -> messages(chat.messages());
      case Request.Reward reward -> messages(reward.messages());
      case Request.Completion completion -> tokens(completion.prompt());
      case Request.PromptLogprobs prompt -> tokens(prompt.text());
      case Request.Tokenize tokenize -> tokens(tokenize.text());
      case Request.Embed embed -> embed.texts().stream().mapToInt(Estimate::tokens).sum();
      case Request.Score score -> score.documents().stream().mapToInt(text -> tokens(score.query()) + tokens(text))
          .sum();
    };
  }

  private static int messages(List<Message> messages) {
    int tokens = 0;
    for (Message message : messages) {
      tokens += tokens(message.content()) + TOKENS_A_MESSAGE;
    }
    return tokens;
  }
}
