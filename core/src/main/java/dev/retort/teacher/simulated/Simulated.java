package dev.retort.teacher.simulated;

import dev.retort.step.Default;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.TeacherKind;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A teacher of Retort's own simulated fleet, which needs no model and no network.
///
/// What it says proves that a recipe works, and nothing about any model: every row, card and report marks it as
/// simulated. The fleet runs inside this process and is spoken to over loopback like any server.
///
/// ```yaml
/// teachers:
///   scholar: {simulated: {model: sim-scholar}}
///   careless: {simulated: {model: sim-careless, faults: {reset: 0.05, rate_limit: 0.05}}}
/// ```
///
/// @param model its character: sim-scholar, sim-brief, sim-chatty, sim-careless, sim-guarded, sim-thinker, sim-muser
/// @param timing scale of all waiting: 0 answers at once, 1 takes the character's own time
/// @param faults share of first and second attempts that go wrong, by fault: slow, cut_off, malformed_json,
///   wrong_model, error_500, reset, rate_limit
/// @param seed on which its answers depend; the recipe's where it is absent
@TeacherKind("simulated")
public record Simulated(String model, @Default("1") double timing, @Default("{}") Map<String, Double> faults,
    @Nullable Long seed) implements Backend {

  private static final Terms TERMS = new Terms("simulated", List.of(Use.values()), List.of(),
      "made by Retort itself; proves plumbing, not quality");

  public Simulated {
    faults = Map.copyOf(faults);
    if (Persona.named(model).isEmpty()) {
      throw new IllegalArgumentException("model must be one of %s, not '%s'".formatted(Persona.names(), model));
    }
    FleetOptions.ofSeed(0).withTiming(timing).withFaults(Faults.named(faults));
  }

  /// The character with its stated timing and no faults beyond its own.
  public Simulated(String model) {
    this(model, 1, Map.of(), null);
  }

  @Override
  public Endpoint open(Opening opening) {
    long drawn = seed == null ? opening.seed() : seed;
    return new SimulatedEndpoint(opening.name(), Persona.named(model).orElseThrow(),
        FleetOptions.ofSeed(drawn).withTiming(timing).withFaults(Faults.named(faults)));
  }

  @Override
  public Terms terms() {
    return TERMS;
  }

  @Override
  public boolean billed() {
    return false;
  }
}
