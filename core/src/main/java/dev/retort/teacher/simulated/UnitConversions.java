package dev.retort.teacher.simulated;

import static dev.retort.teacher.simulated.Draw.one;

import dev.retort.teacher.simulated.Template.Solution;
import dev.retort.teacher.simulated.Template.Values;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Quantities in other units.
final class UnitConversions {
  private static final List<Unit> UNITS = List.of(new Unit("kilometres", "metres", 1000),
      new Unit("metres", "centimetres", 100), new Unit("kilograms", "grams", 1000), new Unit("hours", "minutes", 60),
      new Unit("days", "hours", 24), new Unit("minutes", "seconds", 60), new Unit("litres", "millilitres", 1000),
      new Unit("feet", "inches", 12), new Unit("yards", "feet", 3), new Unit("miles", "yards", 1760),
      new Unit("weeks", "days", 7), new Unit("gallons", "quarts", 4), new Unit("pounds", "ounces", 16));

  static final List<Template> TEMPLATES = List.of(
      template("Convert {n:a} {w:from} to {w:to}.", UnitConversions::fill, UnitConversions::solve),
      template("How many {w:to} are there in {n:a} {w:from}?", UnitConversions::fill, UnitConversions::solve),
      template("A notice says {n:a} {w:from}. Give that in {w:to}.", UnitConversions::fill, UnitConversions::solve),
      template("What is {n:a} degrees Celsius in degrees Fahrenheit?",
          random -> Map.of("a", Integer.toString(5 * random.nextInt(0, 60))), UnitConversions::fahrenheit));

  private UnitConversions() {}

  private record Unit(String big, String small, int factor) {}

  private static Template template(String text, Template.Filler filler, Template.Solver solver) {
    return new Template(Family.UNIT_CONVERSION, text, filler, solver);
  }

  private static Map<String, String> fill(RandomGenerator random) {
    Unit unit = one(random, UNITS);
    int amount = random.nextInt(2, 90);
    return random.nextBoolean()
        ? Map.of("a", Integer.toString(amount), "from", unit.big(), "to", unit.small())
        : Map.of("a", Integer.toString(amount * unit.factor()), "from", unit.small(), "to", unit.big());
  }

  private static @Nullable Solution solve(Values v) {
    for (Unit unit : UNITS) {
      BigDecimal factor = new BigDecimal(unit.factor());
      if (unit.big().equals(v.text("from")) && unit.small().equals(v.text("to"))) {
        return WordProblems.number(v.number("a").multiply(factor),
            "there are %s %s in one of the %s, so multiply %s by %s".formatted(factor, unit.small(), unit.big(),
                v.text("a"), factor));
      }
      if (unit.small().equals(v.text("from")) && unit.big().equals(v.text("to"))) {
        return WordProblems.number(v.number("a").divide(factor, MathContext.DECIMAL32),
            "%s %s make one of the %s, so divide %s by %s".formatted(factor, unit.small(), unit.big(), v.text("a"),
                factor));
      }
    }
    return null;
  }

  private static @Nullable Solution fahrenheit(Values v) {
    return WordProblems.number(
        v.number("a").multiply(new BigDecimal(9)).divide(new BigDecimal(5), MathContext.DECIMAL32)
            .add(new BigDecimal(32)),
        "multiply %s by nine, divide by five, and add thirty-two".formatted(v.text("a")));
  }
}
