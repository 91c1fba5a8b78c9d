package dev.retort.teacher;

import dev.retort.step.Default;
import dev.retort.step.Inline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A generating model behind an endpoint, as a recipe describes it.
///
/// @param backend where it is; the key names the kind (`openai: {...}`), beside the keys below
/// @param terms on what terms its answers may be used
/// @param meter how its calls are counted and paid
/// @param sampling how it draws, unless a step says otherwise
/// @param limits what it may be burdened with
/// @param patience how long it is waited for, and who is asked where it fails
public record Teacher(Backend backend, @Nullable Terms terms, @Inline Meter meter, @Default("{}") Sampling sampling,
    @Default("{}") Limits limits, @Inline Patience patience) {

  /// One without price and budget.
  public Teacher(Backend backend, @Nullable Terms terms, Sampling sampling, Limits limits, Duration deadline,
      @Nullable String tokenizer) {
    this(backend, terms, new Meter(tokenizer, null, Budget.NONE), sampling, limits, new Patience(deadline, null));
  }

  public Duration deadline() {
    return patience.deadline();
  }

  public @Nullable String tokenizer() {
    return meter.tokenizer();
  }

  /// The recipe's terms, else the backend's own.
  public Terms effectiveTerms() {
    return terms != null ? terms : backend.terms();
  }

  /// This teacher with another backend, as a member of a group has.
  public Teacher with(Backend other) {
    return new Teacher(other, terms, meter, sampling, limits, patience);
  }

  /// This teacher with another meter.
  public Teacher with(Meter other) {
    return new Teacher(backend, terms, other, sampling, limits, patience);
  }

  /// What its calls cost the way they are asked: in batches, a part of the price stated.
  public @Nullable Price price() {
    Price stated = meter.price();
    return stated == null ? null : stated.times(backend.priceFactor());
  }
}
