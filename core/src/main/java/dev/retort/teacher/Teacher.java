package dev.retort.teacher;

import dev.retort.step.Default;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A generating model behind an endpoint, as a recipe describes it.
///
/// @param backend where it is; the key names the kind (`openai: {...}`), beside the keys below
/// @param terms on what terms its answers may be used
/// @param sampling how it draws, unless a step says otherwise
/// @param limits what it may be burdened with
/// @param deadline longest wait for one answer
/// @param tokenizer path of its `tokenizer.json`, to count tokens exactly
public record Teacher(Backend backend, @Nullable Terms terms, @Default("{}") Sampling sampling,
    @Default("{}") Limits limits, @Default("120s") Duration deadline, @Nullable String tokenizer) {

  public Teacher {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline must be above 0, not " + deadline);
    }
  }

  /// The recipe's terms, else the backend's own.
  public Terms effectiveTerms() {
    return terms != null ? terms : backend.terms();
  }

  /// This teacher with another backend, as a member of a group has.
  public Teacher with(Backend other) {
    return new Teacher(other, terms, sampling, limits, deadline, tokenizer);
  }
}
