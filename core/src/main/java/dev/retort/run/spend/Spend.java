package dev.retort.run.spend;

import dev.retort.teacher.Price;
import dev.retort.teacher.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run spent, by teacher and step, and how its budgets stand.
///
/// @param lines in the recipe's order of teachers, then by step
/// @param ceilings that of the run first
/// @param forecast what was told before the first call; null when nothing was
/// @param whole whether every unit has ended, so that the forecast can be held against it
public record Spend(List<Line> lines, List<Ceiling> ceilings, @Nullable Forecast forecast, boolean whole) {
  public static final Spend NONE = new Spend(List.of(), List.of());

  /// Without a forecast.
  public Spend(List<Line> lines, List<Ceiling> ceilings) {
    this(lines, ceilings, null, false);
  }

  public Spend {
    lines = List.copyOf(lines);
    ceilings = List.copyOf(ceilings);
  }

  /// What one teacher took in one step.
  /// @param billed false where nothing leaves this machine, so that no price is 0
  /// @param before by earlier sittings
  /// @param now in this sitting
  public record Line(Payer payer, @Nullable Price price, boolean billed, Used before, Used now) {

    public Used total() {
      return before.plus(now);
    }

    /// Whether it is known what its calls cost.
    public boolean priced() {
      return price != null || !billed;
    }

    /// What so much cost; null when no price is known.
    public @Nullable Usd of(Used used) {
      return price != null ? used.at(price) : billed ? null : Usd.ZERO;
    }
  }

  public Spend with(Forecast told, boolean allEnded) {
    return new Spend(lines, ceilings, told, allEnded);
  }

  /// What this sitting cost; null when it made calls without a price.
  public @Nullable Usd now() {
    return unpricedNow() > 0 ? null : pricedNow();
  }

  /// What the priced calls of this sitting cost.
  public Usd pricedNow() {
    return lines.stream().map(line -> known(line.of(line.now()))).reduce(Usd.ZERO, Usd::plus);
  }

  /// What the run cost in all its sittings; null when it made calls without a price.
  public @Nullable Usd total() {
    return lines.stream().anyMatch(line -> !line.priced() && line.total().calls() > 0) ? null : priced();
  }

  /// What the priced calls of all sittings cost.
  public Usd priced() {
    return lines.stream().map(line -> known(line.of(line.total()))).reduce(Usd.ZERO, Usd::plus);
  }

  /// By how many per cent the run cost more than was told beforehand, less when negative; null where either is unknown.
  /// What was likely is taken where it was told, else the most.
  public @Nullable BigDecimal error() {
    Usd told = forecast == null ? null : forecast.likely() != null ? forecast.likely() : forecast.most();
    Usd took = total();
    if (!whole || told == null || took == null || told.pico() == 0) {
      return null;
    }
    return BigDecimal.valueOf(took.minus(told).pico()).multiply(BigDecimal.valueOf(100))
        .divide(BigDecimal.valueOf(told.pico()), 1, RoundingMode.HALF_UP);
  }

  /// Calls of this sitting that have no price.
  public long unpricedNow() {
    return lines.stream().filter(line -> !line.priced()).mapToLong(line -> line.now().calls()).sum();
  }

  /// Calls of all sittings whose tokens were estimated.
  public long estimated() {
    return lines.stream().mapToLong(line -> line.total().estimated()).sum();
  }

  /// Whether there is anything to tell of money.
  public boolean tells() {
    return !ceilings.isEmpty() || lines.stream().anyMatch(line -> line.price() != null);
  }

  /// The run's budget of money; null where it has none.
  public @Nullable Usd ceiling() {
    for (Ceiling ceiling : ceilings) {
      if (ceiling.path().equals("budget") && ceiling.budget().usd() != null) {
        return Usd.of(ceiling.budget().usd());
      }
    }
    return null;
  }

  /// The budgets that kept calls from being made.
  public List<Ceiling> stopped() {
    return ceilings.stream().filter(ceiling -> ceiling.stoppedBy() != null).toList();
  }

  private static Usd known(@Nullable Usd usd) {
    return usd == null ? Usd.ZERO : usd;
  }
}
