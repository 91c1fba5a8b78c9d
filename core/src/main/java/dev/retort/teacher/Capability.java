package dev.retort.teacher;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Something a teacher can do, or cannot.
public enum Capability {
  /// It answers at all, and takes the key.
  REACHABLE("reachable"),
  /// It says it is the model that was asked for.
  MODEL("served model"), CHAT("chat"), COMPLETIONS("completions"), LOGPROBS("log-probs"),
  /// The likeliest tokens at each place of the answer.
  TOP_LOGPROBS("top-k log-probs"),
  /// How likely the tokens of the prompt are.
  PROMPT_LOGPROBS("prompt log-probs"),
  /// Several answers to one call.
  SEVERAL("n > 1"),
  /// Equal calls with equal seeds get equal answers.
  SEED("seed"),
  /// Answers that satisfy a JSON Schema.
  SCHEMA("JSON schema"), TOKENIZE("tokenize"), EMBEDDINGS("embeddings"), RERANK("rerank"),
  /// It says how many tokens it can see and write in one call.
  WINDOW("context length");

  private final String words;

  Capability(String words) {
    this.words = words;
  }

  /// As tables and messages name it.
  public String words() {
    return words;
  }

  /// As JSON names it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What a sampling asks of a teacher beyond a plain answer.
  public static Set<Capability> neededBy(Sampling sampling) {
    Map<String, Object> extra = sampling.extra();
    Set<Capability> needed = EnumSet.noneOf(Capability.class);
    if (asks(extra, "n", 1)) {
      needed.add(SEVERAL);
    }
    if (asks(extra, "logprobs", -1)) {
      needed.add(LOGPROBS);
    }
    if (asks(extra, "top_logprobs", 0)) {
      needed.add(TOP_LOGPROBS);
    }
    if (asks(extra, "prompt_logprobs", -1)) {
      needed.add(PROMPT_LOGPROBS);
    }
    return needed;
  }

  private static boolean asks(Map<String, Object> extra, String name, long above) {
    Object value = extra.get(name);
    return value instanceof Number number ? number.longValue() > above : Boolean.TRUE.equals(value);
  }
}
