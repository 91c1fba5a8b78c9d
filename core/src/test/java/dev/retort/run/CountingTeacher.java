package dev.retort.run;

import dev.retort.teacher.Backend;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.openai.OpenAiFormat;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// A server that counts the tokens it bills by itself, and fails in ways that follow from the request.
final class CountingTeacher implements Backend {
  final AtomicLong prompt = new AtomicLong();
  final AtomicLong completion = new AtomicLong();
  final AtomicLong calls = new AtomicLong();
  private final double faults;

  /// @param faults share of attempts that fail
  CountingTeacher(double faults) {
    this.faults = faults;
  }

  @Override
  public Endpoint open(Opening opening) {
    return new Counting();
  }

  private final class Counting implements Endpoint {
    @Override
    public String identity() {
      return "counting";
    }

    @Override
    public String canonical(Request request) {
      return OpenAiFormat.canonical(request, "m", Map.of());
    }

    @Override
    public Response send(Request request, Duration deadline) {
      throw new IllegalStateException("sent without its attempt");
    }

    @Override
    public Response send(Request request, Try attempt, Duration deadline) {
      Request.Chat chat = (Request.Chat) request;
      int max = chat.sampling().maxTokens() == null ? 50 : chat.sampling().maxTokens();
      SplittableRandom random = new SplittableRandom(attempt.call().hashCode() * 31L + attempt.number());
      calls.incrementAndGet();
      Thread.yield();
      boolean fails = random.nextDouble() < faults;
      int kind = random.nextInt(3);
      if (fails && kind == 0) {
        throw new CallFailed(Failure.SERVER_ERROR, "500");
      }
      if (fails && kind == 1) {
        throw new CallFailed(Failure.RATE_LIMIT, "429");
      }
      int read = chat.messages().getLast().content().length() / 2 + 7;
      int written = random.nextInt(max + 1);
      prompt.addAndGet(read);
      completion.addAndGet(written);
      String usage = ",\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d}}".formatted(read, written);
      String body = fails
          ? "{\"choices\":[]" + usage
          : "{\"choices\":[{\"message\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]" + usage;
      return new Response(body, Duration.ofMillis(1), Duration.ofMillis(2));
    }

    @Override
    public Reply read(Request request, String body) {
      return OpenAiFormat.read(request, body);
    }

    @Override
    public OptionalInt window() {
      return OptionalInt.empty();
    }

    @Override
    public boolean tokenizes() {
      return false;
    }

    @Override
    public void close() {}
  }
}
