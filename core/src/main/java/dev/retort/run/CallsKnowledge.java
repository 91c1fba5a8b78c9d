package dev.retort.run;

import dev.retort.row.Message;
import dev.retort.run.Ledger.Key;
import dev.retort.step.Models.Count;
import dev.retort.teacher.Estimate;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.text.Tokenizer;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What is known of teachers beside their answers: how long a text is to them, and how much they can see.
///
/// What an endpoint says of itself is kept in the ledger, so that a replay decides as the first run did.
final class CallsKnowledge {
  /// The marks a chat template puts around a message, about.
  private static final int TOKENS_A_MESSAGE = 4;
  private static final int CODE_POINTS_A_TOKEN = 3;

  private final Ledger ledger;
  private final CallsAttempts attempts;

  CallsKnowledge(Ledger ledger, CallsAttempts attempts) {
    this.ledger = ledger;
    this.attempts = attempts;
  }

  OptionalInt window(CallsLane lane) {
    Integer said = lane.teacher().limits().contextWindow();
    if (said != null) {
      return OptionalInt.of(said);
    }
    String known = fact(lane, "window", () -> {
      OptionalInt window = lane.open().endpoint().window();
      return window.isPresent() ? Integer.toString(window.getAsInt()) : "unknown";
    });
    return known.equals("unknown") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(known));
  }

  private boolean tokenizes(CallsLane lane) {
    return fact(lane, "tokenizes", () -> Boolean.toString(lane.open().endpoint().tokenizes())).equals("true");
  }

  private String fact(CallsLane lane, String name, Supplier<String> source) {
    String known = lane.facts.get(name);
    if (known != null) {
      return known;
    }
    lane.asking.lock();
    try {
      return asked(lane, name, source);
    } finally {
      lane.asking.unlock();
    }
  }

  private String asked(CallsLane lane, String name, Supplier<String> source) {
    String about = lane.open().hash();
    String known = lane.facts.get(name);
    if (known == null) {
      known = ledger.fact(about, name);
    }
    if (known == null) {
      Key key = Key.of(name, about, 0, null);
      CallsTries tries = new CallsTries(lane.teacher().limits().attempts());
      ledger.learn(about, name, attempts.patiently(lane, key, tries, source));
      known = ledger.fact(about, name);
    }
    if (known == null) {
      throw new IllegalStateException("the ledger lost the fact '%s'".formatted(name));
    }
    lane.facts.put(name, known);
    return known;
  }

  /// @param ask asks the teacher within the unit
  Count tokens(CallsLane lane, Request prompt, Function<Request, Reply> ask) {
    return switch (prompt) {
      case Request.Chat chat -> chat(lane, chat, ask);
      case Request.Completion completion -> text(lane, completion.prompt(), true, ask);
      case Request.Tokenize tokenize -> text(lane, tokenize.text(), tokenize.addSpecial(), ask);
      case Request.Embed embed -> embed.texts().stream().map(text -> text(lane, text, true, ask))
          .reduce(new Count(0, false), CallsKnowledge::sum);
      case Request.PromptLogprobs text -> text(lane, text.text(), true, ask);
      case Request.Score _,Request.Reward _ -> new Count(Estimate.prompt(prompt), true);
    };
  }

  private Count chat(CallsLane lane, Request.Chat chat, Function<Request, Reply> ask) {
    String rendered = lane.open().endpoint().rendered(chat);
    if (rendered != null) {
      return text(lane, rendered, true, ask);
    }
    String contents = chat.messages().stream().map(Message::content).collect(Collectors.joining("\n"));
    Count marks = new Count(TOKENS_A_MESSAGE * chat.messages().size(), true);
    return sum(text(lane, contents, true, ask), marks);
  }

  private Count text(CallsLane lane, String text, boolean addSpecial, Function<Request, Reply> ask) {
    Tokenizer tokenizer = lane.open().tokenizer();
    if (tokenizer != null) {
      return new Count(tokenizer.count(text), false);
    }
    if (tokenizes(lane)) {
      Reply reply = ask.apply(new Request.Tokenize(text, addSpecial));
      return new Count(reply.usage().promptTokens(), reply.usage().estimated());
    }
    return new Count(Math.ceilDiv(text.codePointCount(0, text.length()), CODE_POINTS_A_TOKEN), true);
  }

  private static Count sum(Count one, Count other) {
    return new Count(one.tokens() + other.tokens(), one.estimated() || other.estimated());
  }
}
