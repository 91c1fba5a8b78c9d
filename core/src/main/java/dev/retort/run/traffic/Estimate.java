package dev.retort.run.traffic;

import dev.retort.row.Message;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/// How many tokens a call may take, told before it goes out.
///
/// With the teacher's own tokenizer a prompt is counted; without, it is a token for three ASCII characters and one for
/// any other, and 8 for the marks around a message. What servers count corrects this upwards: a prompt that had more
/// tokens than was thought raises all later estimates to its ratio, which then falls back slowly. The answer is taken
/// to be as long as it may be: `max_tokens`, times `n` where several are asked for.
public final class Estimate {
  /// For an answer without `max_tokens`.
  static final int UNSTATED_OUTPUT = 1_024;
  private static final int ASCII_A_TOKEN = 3;
  private static final int TOKENS_A_MESSAGE = 8;
  private static final double MOST_RATIO = 8;
  private static final double FORGETS = 0.999;

  private volatile double ratio = 1;

  /// @param tokenizer the teacher's own, where it has one
  public Cost of(Request request, @Nullable Tokenizer tokenizer) {
    return switch (request) {
      case Request.Chat chat -> {
        long input = TOKENS_A_MESSAGE;
        for (Message message : chat.messages()) {
          input += TOKENS_A_MESSAGE + tokens(message.content(), tokenizer);
        }
        yield new Cost(scaled(input), output(chat.sampling()));
      }
      case Request.Completion completion -> new Cost(
          scaled(TOKENS_A_MESSAGE + tokens(completion.prompt(), tokenizer)), output(completion.sampling()));
      case Request.Embed embed -> new Cost(
          scaled(embed.texts().stream().mapToLong(text -> TOKENS_A_MESSAGE + tokens(text, tokenizer)).sum()), 0);
      case Request.Score _,Request.Reward _,Request.PromptLogprobs _ ->
        new Cost(scaled(TOKENS_A_MESSAGE + dev.retort.teacher.Estimate.prompt(request)), 0);
      case Request.Tokenize _ -> Cost.NONE;
    };
  }

  /// Learns from what a server counted, and gives what to settle with.
  public Cost used(Cost estimated, Reply.Usage usage) {
    if (!usage.estimated() && estimated.input() > 0) {
      double now = ratio;
      double seen = now * usage.promptTokens() / estimated.input();
      ratio = Math.clamp(Math.max(seen, now * FORGETS), 1, MOST_RATIO);
    }
    return new Cost(Math.max(0, usage.promptTokens()), Math.max(0, usage.completionTokens()));
  }

  private long scaled(long tokens) {
    return (long) Math.ceil(tokens * ratio);
  }

  private static long tokens(String text, @Nullable Tokenizer tokenizer) {
    if (tokenizer != null) {
      return tokenizer.count(text);
    }
    int others = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        others++;
      }
    }
    return Math.ceilDiv(text.length() - others, ASCII_A_TOKEN) + others;
  }

  private static long output(Sampling sampling) {
    long each = sampling.maxTokens() == null ? UNSTATED_OUTPUT : sampling.maxTokens();
    return sampling.extra().get("n") instanceof Number n ? each * Math.max(1, n.intValue()) : each;
  }
}
