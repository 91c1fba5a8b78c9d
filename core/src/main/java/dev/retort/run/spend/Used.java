package dev.retort.run.spend;

import dev.retort.teacher.Price;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Usd;

/// Attempts that went out, and the tokens they took.
///
/// @param prompt tokens of prompts, cached ones included
/// @param cached of those, tokens the server said it had cached
/// @param estimated attempts whose tokens nobody stated, so that they were computed from lengths
public record Used(long calls, long prompt, long cached, long completion, long estimated) {
  public static final Used NONE = new Used(0, 0, 0, 0, 0);

  /// One attempt.
  public static Used of(Reply.Usage usage) {
    return new Used(1, usage.promptTokens(), usage.detail().cacheRead(), usage.completionTokens(),
        usage.estimated() ? 1 : 0);
  }

  public Used plus(Used other) {
    return new Used(calls + other.calls, prompt + other.prompt, cached + other.cached, completion + other.completion,
        estimated + other.estimated);
  }

  public Usd at(Price price) {
    return price.of(calls, prompt, cached, completion);
  }

  public Amounts amounts(Usd usd) {
    return new Amounts(usd, prompt + completion, calls);
  }
}
