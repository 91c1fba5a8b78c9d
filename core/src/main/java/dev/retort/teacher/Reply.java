package dev.retort.teacher;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a model answered, read from the raw response the ledger keeps.
///
/// @param choices one or more; the first is the answer unless several were asked for
/// @param servedModel what the server said it is; empty when it did not say
/// @param simulated whether Retort's own simulated fleet answered, which no real model is
/// @param vectors answers to [Request.Embed], one a text; to [Request.Reward], one for the chat, or one a part of it
/// where the model scores parts (of length 1 where it gives a single number); empty otherwise
/// @param scores answers to [Request.Score], one a document in the documents' order; empty otherwise
public record Reply(List<Choice> choices, Usage usage, String servedModel, boolean simulated, List<float[]> vectors,
    List<Double> scores) {

  public Reply {
    choices = List.copyOf(choices);
    vectors = List.copyOf(vectors);
    scores = List.copyOf(scores);
  }

  public Reply(List<Choice> choices, Usage usage, String servedModel, boolean simulated, List<float[]> vectors) {
    this(choices, usage, servedModel, simulated, vectors, List.of());
  }

  public Reply with(Usage other) {
    return new Reply(choices, other, servedModel, simulated, vectors, scores);
  }

  /// One answer.
  ///
  /// @param text without reasoning parts; may be empty
  /// @param reasoning `reasoning_content`, or what stood between `<think>` marks; empty when there was none
  /// @param finishReason why it ended, in OpenAI's words whatever the server's: `stop`, `length` (cut at max_tokens or
  /// where the window was full), `tool_calls`, `content_filter`, `refusal`; another as the server said it; empty when it
  /// did not say
  /// @param toolCalls JSON text of `tool_calls`
  /// @param logprobs JSON text of `logprobs`, which [Logprobs] reads
  public record Choice(String text, String reasoning, String finishReason, @Nullable String toolCalls,
      @Nullable String logprobs) {

    /// Whether the answer was cut at max_tokens.
    public boolean truncated() {
      return finishReason.equals("length");
    }
  }

  /// Tokens of the call.
  /// @param promptTokens all that were read, from a cache or not
  /// @param completionTokens all that were written, reasoning among them
  /// @param estimated whether they were computed from lengths, for want of the server's word
  /// @param detail those among them that have a price of their own
  public record Usage(int promptTokens, int completionTokens, boolean estimated, Detail detail) {
    public Usage(int promptTokens, int completionTokens, boolean estimated) {
      this(promptTokens, completionTokens, estimated, Detail.NONE);
    }
  }

  /// Tokens counted apart, 0 where the server told none.
  /// @param cacheRead of the prompt, those read from the server's cache
  /// @param cacheWritten of the prompt, those put into it
  /// @param reasoning of the completion, those of reasoning
  public record Detail(int cacheRead, int cacheWritten, int reasoning) {
    public static final Detail NONE = new Detail(0, 0, 0);
  }

  public Choice first() {
    return choices.getFirst();
  }
}
