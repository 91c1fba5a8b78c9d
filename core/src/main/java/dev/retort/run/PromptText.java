package dev.retort.run;

import dev.retort.row.Message;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.text.Tokenizer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a model reads of a request, as one text, for counting its tokens beforehand.
final class PromptText {
  private static final int MARKS_A_MESSAGE = 4;
  private static final int CODE_POINTS_A_TOKEN = 3;

  private PromptText() {}

  static String of(Request request) {
    return switch (request) {
      case Request.Chat chat -> messages(Objects.requireNonNullElse(chat.jsonSchema(), ""), chat.messages());
      case Request.Reward reward -> messages("", reward.messages());
      case Request.Score score -> (score.query() + '\n').repeat(score.documents().size())
          + String.join("\n", score.documents());
      case Request.PromptLogprobs prompt -> prompt.text();
      case Request.Completion completion -> completion.prompt();
      case Request.Tokenize tokenize -> tokenize.text();
      case Request.Embed embed -> String.join("\n", embed.texts());
    };
  }

  private static String messages(String first, List<Message> messages) {
    StringBuilder text = new StringBuilder(first);
    for (Message message : messages) {
      text.append(message.content()).append('\n').append(Objects.requireNonNullElse(message.toolCalls(), ""));
    }
    return text.toString();
  }

  static int messages(Request request) {
    return switch (request) {
      case Request.Chat chat -> chat.messages().size();
      case Request.Reward reward -> reward.messages().size();
      case Request.Score score -> score.documents().size();
      case Request.Embed embed -> embed.texts().size();
      case Request.Completion _,Request.Tokenize _,Request.PromptLogprobs _ -> 1;
    };
  }

  /// How an answer is drawn; null for a request that gets none written.
  static @Nullable Sampling sampling(Request request) {
    return request instanceof Request.Chat chat
        ? chat.sampling()
        : request instanceof Request.Completion completion ? completion.sampling() : null;
  }

  /// What is written where no answer is wanted: servers that give a prompt's log-probabilities write a token behind it.
  static long unasked(Request request) {
    return request instanceof Request.PromptLogprobs ? 1 : 0;
  }

  /// Tokens as they most likely are: counted where there is a tokenizer, else told from the length.
  static int tokens(Request request, @Nullable Tokenizer tokenizer) {
    String text = of(request);
    int marks = request instanceof Request.Chat || request instanceof Request.Reward
        ? MARKS_A_MESSAGE * messages(request)
        : 0;
    return marks + (tokenizer != null
        ? tokenizer.count(text)
        : Math.ceilDiv(text.codePointCount(0, text.length()), CODE_POINTS_A_TOKEN));
  }
}
