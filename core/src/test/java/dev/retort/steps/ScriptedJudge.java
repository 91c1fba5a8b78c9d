package dev.retort.steps;

import dev.retort.step.Models;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A judge that replies as a test says, and remembers what it was asked.
final class ScriptedJudge implements Models {
  final List<Request.Chat> asked = new ArrayList<>();
  Unit unit = new Unit("judge", "qwen", 0);
  Sampling sampling = Sampling.NONE;
  List<String> cannot = List.of();
  long seed;
  private final Function<Request.Chat, Reply> script;

  ScriptedJudge(Function<Request.Chat, Reply> script) {
    this.script = script;
  }

  /// Replies with these in turn, the last again and again.
  static ScriptedJudge saying(String... replies) {
    List<String> left = new ArrayList<>(List.of(replies));
    return new ScriptedJudge(_ -> reply(left.size() > 1 ? left.removeFirst() : left.getFirst()));
  }

  static Reply reply(String text) {
    return reply(text, "stop", null);
  }

  static Reply reply(String text, String finish, @Nullable String logprobs) {
    return new Reply(List.of(new Reply.Choice(text, "", finish, null, logprobs)), new Reply.Usage(1, 1, false),
        "served", false, List.of());
  }

  /// The last words of a question.
  static String shown(Request.Chat chat) {
    return chat.messages().getLast().content();
  }

  private record Kind(List<String> cannot) implements Backend {
    @Override
    public Endpoint open(Opening opening) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> cannot(Sampling sampling) {
      return sampling.extra().containsKey("logprobs") ? cannot : List.of();
    }
  }

  @Override
  public Unit unit() {
    return unit;
  }

  @Override
  public Teacher teacher(String name) {
    return new Teacher(new Kind(cannot), null, sampling, Limits.DEFAULT, Duration.ofSeconds(1), null);
  }

  @Override
  public Reply ask(String teacher, Request request) {
    asked.add((Request.Chat) request);
    return script.apply((Request.Chat) request);
  }

  @Override
  public List<Reply> askAll(String teacher, List<Request> requests) {
    return requests.stream().map(request -> ask(teacher, request)).toList();
  }

  @Override
  public OptionalInt window(String teacher) {
    return OptionalInt.empty();
  }

  @Override
  public Count tokens(String teacher, Request prompt) {
    return new Count(1, true);
  }

  @Override
  public RandomGenerator random() {
    return new SplittableRandom(seed);
  }
}
