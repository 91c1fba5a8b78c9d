package dev.retort.steps;

import dev.retort.step.Models;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Models that answer by a script, and remember what they were asked.
final class ScriptedModels implements Models {
  final List<Request.Chat> asked = new ArrayList<>();
  private final Unit unit;
  private final Sampling sampling;
  private final Function<Request.Chat, Reply> script;

  ScriptedModels(Unit unit, Sampling sampling, Function<Request.Chat, Reply> script) {
    this.unit = unit;
    this.sampling = sampling;
    this.script = script;
  }

  static ScriptedModels saying(String text) {
    return new ScriptedModels(new Unit("ask", "qwen", 0), Sampling.NONE, chat -> reply(text, "stop", false));
  }

  static Reply reply(String text, String finish, boolean simulated) {
    return new Reply(List.of(new Reply.Choice(text, "thoughts", finish, null, null)), new Reply.Usage(1, 1, false),
        "served", simulated, List.of());
  }

  /// A backend that is never opened.
  record Nowhere(@Nullable String model) implements Backend {
    @Override
    public Endpoint open(Opening opening) {
      throw new UnsupportedOperationException();
    }
  }

  static Teacher described(@Nullable Terms terms, Sampling sampling, @Nullable String model) {
    return new Teacher(new Nowhere(model), terms, sampling, Limits.DEFAULT, Duration.ofSeconds(1), null);
  }

  @Override
  public Unit unit() {
    return unit;
  }

  @Override
  public Teacher teacher(String name) {
    return described(null, sampling, null);
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
    return new Random(1);
  }
}
