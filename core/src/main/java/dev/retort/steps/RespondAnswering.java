package dev.retort.steps;

import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.Models;
import dev.retort.step.Models.Count;
import dev.retort.step.Models.Unit;
import dev.retort.step.Outcome;
import dev.retort.steps.RespondChat.Exchange;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Reply.Choice;
import dev.retort.teacher.Reply.Usage;
import dev.retort.teacher.Sampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One chat answered by one teacher: the rollout of [Respond].
final class RespondAnswering {
  private final Respond options;
  private final Models models;
  private final Schema output;
  private final Unit unit;

  private final List<Message> answered = new ArrayList<>();
  private final List<List<Message>> history = new ArrayList<>();
  private final List<@Nullable Object> turns = new ArrayList<>();
  private @Nullable Reply last;
  private String overflow = "";
  private boolean simulated;

  RespondAnswering(Respond options, Models models, Schema output) {
    this.options = options;
    this.models = models;
    this.output = output;
    this.unit = models.unit();
  }

  Outcome answer(Row row) {
    RespondChat chat = RespondChat.parse(Message.list(row, "messages"));
    if (chat.exchanges().isEmpty()) {
      return new Outcome.Dropped("no_user_turn");
    }
    boolean skipOdd = options.chat().odd() == Respond.Odd.SKIP || wildchat();
    if (skipOdd && chat.endsWithUser()) {
      return new Outcome.Dropped("odd_length");
    }
    List<Message> head = head(chat);
    answered.addAll(head);
    answered.addAll(chat.greeting());
    if (!chat.greeting().isEmpty()) {
      history.add(chat.greeting());
    }
    boolean firstOnly = options.context() == Respond.Context.FIRST_TURN_ONLY;
    for (Exchange exchange : firstOnly ? chat.exchanges().subList(0, 1) : chat.exchanges()) {
      turn(head, exchange);
    }
    return last == null
        ? new Outcome.Failed(Failure.CONTEXT_OVERFLOW, overflow)
        : Outcome.kept(row(row, last));
  }

  private List<Message> head(RespondChat chat) {
    String prompt = options.chat().systemPrompt();
    if (prompt != null) {
      return List.of(Message.of("system", prompt));
    }
    return options.chat().system() == Respond.SystemPolicy.KEEP ? chat.system() : List.of();
  }

  private void turn(List<Message> head, Exchange exchange) {
    RespondFit fit = new RespondFit(models, unit.teacher(), models.window(unit.teacher()));
    RespondFit.Fitted fitted = wildchat()
        ? new RespondWildChat(fit).fit(head, history, exchange.user(), sampling())
        : fit.fit(head, history, exchange.user(), sampling());
    switch (fitted) {
      case RespondFit.Fitted.Fits fits -> ask(fits, exchange);
      case RespondFit.Fitted.Overflow(Count count, int room) -> overflow(exchange, count,
          "the last user turn with the system prompt takes %d tokens, and teacher %s has room for %d"
              .formatted(count.tokens(), unit.teacher(), room));
    }
  }

  private void overflow(Exchange exchange, Count count, String message) {
    overflow = message;
    Usage usage = new Usage(count.tokens(), 0, count.estimated());
    turns.add(turn(Failure.CONTEXT_OVERFLOW.word(), usage, false, history.size()));
    remember(exchange, null);
  }

  private void ask(RespondFit.Fitted.Fits fits, Exchange exchange) {
    Reply reply;
    try {
      reply = models.ask(unit.teacher(), fits.request());
    } catch (CallFailed e) {
      if (e.failure() != Failure.CONTEXT_OVERFLOW) {
        throw e;
      }
      overflow(exchange, models.tokens(unit.teacher(), fits.request()), String.valueOf(e.getMessage()));
      return;
    }
    Choice choice = reply.first();
    Message answer = new Message("assistant", choice.text(), choice.toolCalls(), null);
    answered.add(exchange.user());
    answered.add(answer);
    Usage said = reply.usage();
    Usage usage = new Usage(said.promptTokens(), said.completionTokens(), said.estimated() || fits.guessed());
    turns.add(turn(choice.finishReason(), usage, choice.truncated(), fits.cut()));
    simulated |= reply.simulated();
    last = reply;
    remember(exchange, answer);
  }

  /// What later turns see of this one.
  private void remember(Exchange exchange, @Nullable Message answer) {
    if (options.context() == Respond.Context.ORIGINAL) {
      history.add(exchange.messages());
    } else if (answer != null) {
      history.add(List.of(exchange.user(), answer));
    }
  }

  private Sampling sampling() {
    Sampling sampling = models.teacher(unit.teacher()).sampling().with(options.sampling());
    Long seed = options.seed() != null ? options.seed() : sampling.seed();
    if (seed == null && wildchat()) {
      seed = 0L; // what that script sets
    }
    return sampling.withSeed(seed == null ? null : seed + unit.sample());
  }

  private boolean wildchat() {
    return options.chat().compat() == Respond.Compat.WILDCHAT;
  }

  private static Map<String, @Nullable Object> turn(String finishReason, Usage usage, boolean truncated, int cut) {
    Map<String, @Nullable Object> turn = new LinkedHashMap<>();
    turn.put("finish_reason", finishReason);
    turn.put("prompt_tokens", (long) usage.promptTokens());
    turn.put("completion_tokens", (long) usage.completionTokens());
    turn.put("truncated", truncated);
    turn.put("estimated", usage.estimated());
    turn.put("cut_turns", (long) cut);
    return turn;
  }

  private Row row(Row parent, Reply reply) {
    String id = parent.childId(unit.step(), unit.teacher(), unit.sample());
    return parent.as(output, id).set("prompt_id", parent.id()).set("teacher", unit.teacher())
        .set("sample", (long) unit.sample()).set("context", options.context().name().toLowerCase(Locale.ROOT))
        .set("messages", Message.toList(answered)).set("response", reply.first().text())
        .set("reasoning", reply.first().reasoning()).set("turns", turns).set("served_model", reply.servedModel())
        .set("simulated", simulated || parent.schema().has("simulated") && Boolean.TRUE.equals(parent.get("simulated")))
        .set(Source.COLUMN, Source.union(Source.of(parent), new Source(unit.teacher(), "generator")));
  }
}
