package dev.retort.run;

import dev.retort.row.Message;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.text.Tokenizer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a model reads of a request, as one text, for counting its tokens beforehand.
final class PromptText {
  private static final int MARKS_A_MESSAGE = 4;
  private static final int CODE_POINTS_A_TOKEN = 3;

  private PromptText() {}

  static String of(Request request) {
    return switch (request) {
      case Request.Chat chat -> chat(chat);
      case Request.Completion completion -> completion.prompt();
      case Request.Tokenize tokenize -> tokenize.text();
      case Request.Embed embed -> String.join("\n", embed.texts());
    };
  }

  private static String chat(Request.Chat chat) {
    StringBuilder text = new StringBuilder(Objects.requireNonNullElse(chat.jsonSchema(), ""));
    for (Message message : chat.messages()) {
      text.append(message.content()).append('\n').append(Objects.requireNonNullElse(message.toolCalls(), ""));
    }
    return text.toString();
  }

  static int messages(Request request) {
    return request instanceof Request.Chat chat ? chat.messages().size() : 1;
  }

  /// How an answer is drawn; null for a request that gets none written.
  static @Nullable Sampling sampling(Request request) {
    return request instanceof Request.Chat chat
        ? chat.sampling()
        : request instanceof Request.Completion completion ? completion.sampling() : null;
  }

  /// Tokens as they most likely are: counted where there is a tokenizer, else told from the length.
  static int tokens(Request request, @Nullable Tokenizer tokenizer) {
    String text = of(request);
    int marks = request instanceof Request.Chat ? MARKS_A_MESSAGE * messages(request) : 0;
    return marks + (tokenizer != null
        ? tokenizer.count(text)
        : Math.ceilDiv(text.codePointCount(0, text.length()), CODE_POINTS_A_TOKEN));
  }
}
