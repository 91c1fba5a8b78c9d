package dev.retort.steps;

import dev.retort.row.Message;
import dev.retort.step.Models;
import dev.retort.teacher.Backend;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Reply.Choice;
import dev.retort.teacher.Reply.Usage;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A model that answers "re: " and the last message, one word a token, and remembers what it was asked.
final class ScriptedChat implements Models {
  final List<Request.Chat> asked = new ArrayList<>();
  private final OptionalInt window;
  private final @Nullable Failure failure;
  private final Sampling sampling;

  ScriptedChat(OptionalInt window, @Nullable Failure failure, Sampling sampling) {
    this.window = window;
    this.failure = failure;
    this.sampling = sampling;
  }

  static ScriptedChat unbounded() {
    return new ScriptedChat(OptionalInt.empty(), null, Sampling.NONE);
  }

  static ScriptedChat withWindow(int tokens, @Nullable Integer maxTokens) {
    return new ScriptedChat(OptionalInt.of(tokens), null, Sampling.NONE.withMaxTokens(maxTokens));
  }

  static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  @Override
  public Unit unit() {
    return new Unit("respond", "scripted", 1);
  }

  @Override
  public Teacher teacher(String name) {
    Backend backend = opening -> {
      throw new AssertionError("not opened");
    };
    return new Teacher(backend, null, sampling, Limits.DEFAULT, Duration.ofSeconds(1), null);
  }

  @Override
  public Reply ask(String teacher, Request request) {
    Request.Chat chat = request instanceof Request.Completion(String prompt, Sampling drawn, boolean _)
        ? new Request.Chat(List.of(Message.user(prompt)), drawn)
        : (Request.Chat) request;
    asked.add(chat);
    if (failure != null) {
      throw new CallFailed(failure, "scripted failure");
    }
    String text = "re: " + chat.messages().getLast().content();
    Choice choice = new Choice(text, "thought of it", "stop", null, null);
    int prompt = chat.messages().stream().mapToInt(message -> words(message.content())).sum();
    return new Reply(List.of(choice), new Usage(prompt, words(text), false), "scripted-1", true, List.of());
  }

  @Override
  public List<Reply> askAll(String teacher, List<Request> requests) {
    return requests.stream().map(request -> ask(teacher, request)).toList();
  }

  @Override
  public OptionalInt window(String teacher) {
    return window;
  }

  @Override
  public Count tokens(String teacher, Request prompt) {
    int sum = 0;
    for (Message message : ((Request.Chat) prompt).messages()) {
      sum += words(message.content());
    }
    return new Count(sum, false);
  }

  @Override
  public RandomGenerator random() {
    return new SplittableRandom(1);
  }
}
