package dev.retort.run;

import dev.retort.step.Models;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Models that answer at once with nothing real, and keep count of what they were asked.
final class RehearsedModels implements Models {
  private final Map<String, Teacher> teachers;
  private final Function<String, @Nullable Tokenizer> tokenizers;
  private final Asked asked;
  private final Length length;
  /// What is told of a prompt: nothing of its first token.
  private static final String TWO_TOKENS = """
      {"content":[{"token":""},{"token":"word","logprob":-1}]}""";

  private final List<Call> calls = new ArrayList<>();

  /// Which unit asks.
  record Asked(String step, String teacher, int sample) {}

  /// @param most tokens of its answer; null where nothing bounds it
  /// @param counted whether a tokenizer counted the prompt
  record Call(String teacher, long prompt, @Nullable Long most, boolean counted) {}

  /// How many tokens an answer of a teacher in a step most likely has.
  interface Length {
    int of(String teacher, String step);
  }

  RehearsedModels(Map<String, Teacher> teachers, Function<String, @Nullable Tokenizer> tokenizers, Asked asked,
      Length length) {
    this.teachers = teachers;
    this.tokenizers = tokenizers;
    this.asked = asked;
    this.length = length;
  }

  List<Call> calls() {
    return calls;
  }

  @Override
  public Unit unit() {
    return new Unit(asked.step(), asked.teacher(), asked.sample());
  }

  @Override
  public Teacher teacher(String name) {
    return Objects.requireNonNull(teachers.get(name), name);
  }

  @Override
  public Reply ask(String teacher, Request request) {
    Count count = tokens(teacher, request);
    if (request instanceof Request.Tokenize) {
      return reply(request, "", count, List.of());
    }
    calls.add(new Call(teacher, count.tokens(), most(teacher, request), !count.estimated()));
    List<float[]> vectors = request instanceof Request.Embed embed
        ? embed.texts().stream().map(_ -> new float[]{1}).toList()
        : List.of();
    return reply(request, "word ".repeat(length.of(teacher, asked.step())), count, vectors);
  }

  private static Reply reply(Request request, String text, Count count, List<float[]> vectors) {
    String logprobs = request instanceof Request.PromptLogprobs ? TWO_TOKENS : null;
    return new Reply(List.of(new Reply.Choice(text, "", "stop", null, logprobs)),
        new Reply.Usage(count.tokens(), 0, true), "", true, vectors);
  }

  private @Nullable Long most(String teacher, Request request) {
    Sampling sampling = PromptText.sampling(request);
    return sampling == null ? Long.valueOf(PromptText.unasked(request)) : most(teacher, sampling);
  }

  private @Nullable Long most(String teacher, Sampling sampling) {
    Long bound = BudgetProblems.bound(sampling, teacher(teacher).limits());
    long choices = sampling.extra().get("n") instanceof Number n ? Math.max(1, n.longValue()) : 1;
    return bound == null ? null : Long.valueOf(bound * choices);
  }

  @Override
  public List<Reply> askAll(String teacher, List<Request> requests) {
    return requests.stream().map(request -> ask(teacher, request)).toList();
  }

  @Override
  public OptionalInt window(String teacher) {
    Integer window = teacher(teacher).limits().contextWindow();
    return window == null ? OptionalInt.empty() : OptionalInt.of(window);
  }

  @Override
  public Count tokens(String teacher, Request prompt) {
    Tokenizer tokenizer = tokenizers.apply(teacher);
    return new Count(PromptText.tokens(prompt, tokenizer), tokenizer == null);
  }

  @Override
  public boolean rehearsed() {
    return true;
  }

  /// The rehearsal's own: what hangs on chance is only an example.
  @Override
  public RandomGenerator random() {
    return new SplittableRandom(asked.sample());
  }
}
