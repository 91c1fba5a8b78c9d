package dev.retort.teacher.structured;

import dev.retort.step.Models;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Models that give replies in turn, and remember what they were asked.
public final class ScriptedAnswers implements Models {
  public final List<Request.Chat> asked = new ArrayList<>();
  private final Deque<Function<Request.Chat, Reply>> replies = new ArrayDeque<>();

  ScriptedAnswers then(String text, String finish) {
    return then(() -> reply(text, finish));
  }

  ScriptedAnswers then(Supplier<Reply> reply) {
    return then(_ -> reply.get());
  }

  public ScriptedAnswers then(Function<Request.Chat, Reply> reply) {
    replies.add(reply);
    return this;
  }

  static Reply reply(String text, String finish) {
    return new Reply(List.of(new Reply.Choice(text, "", finish, null, null)), new Reply.Usage(1, 1, false), "m", false,
        List.of());
  }

  static Request.Chat chat(String prompt) {
    return new Request.Chat(List.of(dev.retort.row.Message.user(prompt)), Sampling.NONE);
  }

  @Override
  public Unit unit() {
    return new Unit("ask", "t", 0);
  }

  @Override
  public Teacher teacher(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Reply ask(String teacher, Request request) {
    asked.add((Request.Chat) request);
    return replies.removeFirst().apply((Request.Chat) request);
  }

  @Override
  public List<Reply> askAll(String teacher, List<Request> requests) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OptionalInt window(String teacher) {
    return OptionalInt.empty();
  }

  @Override
  public Count tokens(String teacher, Request prompt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RandomGenerator random() {
    return new Random(1);
  }
}
