package dev.retort.teacher.openai;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Whether a server takes a raw prompt as it is, without a token of its own before it.
///
/// Told once, before the first exact completion: the server counts the tokens of a short text with nothing added, and
/// goes on from that text by one token. If it read more tokens than it counted, it adds its own, and a prompt that is a
/// rendered template already would begin twice. A server that cannot be told is refused too.
/// Source: docs.vllm.ai/en/latest/serving/openai_compatible_server.html (`add_special_tokens`).
final class ExactPrompts {
  private static final String PROBE = "one two three";

  private final ReentrantLock lock = new ReentrantLock();
  private boolean told;
  private @Nullable String refusal;

  /// @throws CallFailed of class BAD_REQUEST when it adds tokens, or cannot be told
  void check(OpenAiEndpoint endpoint, Duration deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!told) {
        refusal = tell(endpoint, deadline);
        told = true;
      }
      if (refusal != null) {
        throw new CallFailed(Failure.BAD_REQUEST, refusal);
      }
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable String tell(OpenAiEndpoint endpoint, Duration deadline) throws InterruptedException {
    if (!endpoint.tokenizes()) {
      return "the server has no /tokenize, so it cannot be told whether it adds tokens of its own to a raw prompt. "
          + "Ask for a chat, or use a server that has one, such as vLLM.";
    }
    Request.Tokenize count = new Request.Tokenize(PROBE, false);
    int bare = endpoint.read(count, endpoint.send(count, deadline).body()).usage().promptTokens();
    Request.Completion probe = new Request.Completion(PROBE, Sampling.NONE.withMaxTokens(1), true);
    Reply.Usage read = endpoint.read(probe, endpoint.post(probe, Map.of(), deadline).body()).usage();
    if (read.estimated()) {
      return "the server does not say how many tokens it read, so it cannot be told whether it adds tokens of its own.";
    }
    return read.promptTokens() == bare
        ? null
        : ("the server read %d tokens where the raw prompt has %d: it adds its own, so a rendered template would begin "
            + "twice. Ask for a chat, or use a server that heeds `add_special_tokens: false`.")
            .formatted(read.promptTokens(), bare);
  }
}
