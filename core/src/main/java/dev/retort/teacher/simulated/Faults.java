package dev.retort.teacher.simulated;

import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How often which fault is wanted, and in how many attempts of a call.
///
/// @param rates share of attempts each fault hits; together at most 1
/// @param attempts faults hit only the first so many attempts of a call, so that a retry passes
public record Faults(Map<Fault, Double> rates, int attempts) {
  public static final int ATTEMPTS = 2;
  public static final Faults NONE = new Faults(Map.of(), ATTEMPTS);

  public Faults {
    rates = Map.copyOf(rates);
    double sum = 0;
    for (Map.Entry<Fault, Double> rate : rates.entrySet()) {
      if (!(rate.getValue() >= 0 && rate.getValue() <= 1)) {
        throw new IllegalArgumentException(
            "fault %s must have a rate of 0 to 1, not %s".formatted(rate.getKey().word(), rate.getValue()));
      }
      sum += rate.getValue();
    }
    if (sum > 1 + 1e-9) {
      throw new IllegalArgumentException("the rates of all faults must add up to 1 at most, not " + sum);
    }
    if (attempts < 1) {
      throw new IllegalArgumentException("faulty attempts must be 1 or more, not " + attempts);
    }
  }

  /// Faults by name, as options and requests give them; `attempts` among the names is the number of faulty attempts.
  public static Faults named(Map<String, Double> byName) {
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    double attempts = ATTEMPTS;
    for (Map.Entry<String, Double> entry : byName.entrySet()) {
      if (entry.getKey().equals("attempts")) {
        attempts = entry.getValue();
        continue;
      }
      rates.put(Fault.named(entry.getKey()).orElseThrow(() -> new IllegalArgumentException(
          "no fault is called '%s', only %s".formatted(entry.getKey(), Fault.words()))), entry.getValue());
    }
    if (attempts != Math.rint(attempts)) {
      throw new IllegalArgumentException("faulty attempts must be a whole number, not " + attempts);
    }
    return new Faults(rates, (int) Math.min(attempts, Integer.MAX_VALUE));
  }

  /// The fault of one attempt, if it has one. Attempt 0, of a client that does not count, is treated as a first one.
  @Nullable
  Fault draw(int attempt, RandomGenerator random) {
    if (attempt > attempts) {
      return null;
    }
    double at = random.nextDouble();
    for (Fault fault : Fault.values()) {
      at -= rates.getOrDefault(fault, 0.0);
      if (at < 0) {
        return fault;
      }
    }
    return null;
  }
}
