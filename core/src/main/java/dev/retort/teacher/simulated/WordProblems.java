package dev.retort.teacher.simulated;

import static dev.retort.teacher.simulated.Draw.one;

import dev.retort.teacher.simulated.Template.Solution;
import dev.retort.teacher.simulated.Template.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Arithmetic told as little stories.
final class WordProblems {
  static final List<Template> TEMPLATES = List.of(
      template("{w:who} buys {n:a} boxes of {w:thing} with {n:b} in each box and gives away {n:c} of them. "
          + "How many {w:thing} are left?", WordProblems::boxes, WordProblems::left),
      template(
          "A train travels at {n:a} kilometres per hour for {n:b} hours and then at {n:c} kilometres per hour "
              + "for {n:d} hours. How many kilometres does it travel in all?",
          random -> numbers(random, 40, 160, 2, 7, 40, 160, 2, 7), WordProblems::train),
      template(
          "{w:who} has {n:a} coins. {w:other} has {n:b} times as many, and {w:third} has {n:c} fewer than {w:other}. "
              + "How many coins do the three have together?",
          WordProblems::coins, WordProblems::together),
      template("A shop sells a {w:thing} for {n:a} dollars and takes {n:b} percent off the price. "
          + "How many dollars do {n:c} of them cost after the discount?", WordProblems::sale, WordProblems::discount),
      template(
          "{n:a} painters finish {n:b} walls in one day. How many walls do {n:c} painters finish in {n:d} days "
              + "at the same pace?",
          WordProblems::painters, WordProblems::walls),
      template(
          "A tank holds {n:a} litres of water. It loses {n:b} litres every hour, and {n:c} litres are poured in once. "
              + "How many litres are in it after {n:d} hours?",
          random -> numbers(random, 600, 900, 5, 40, 10, 200, 3, 12), WordProblems::tank));

  private WordProblems() {}

  private static Template template(String text, Template.Filler filler, Template.Solver solver) {
    return new Template(Family.WORD_PROBLEM, text, filler, solver);
  }

  static String between(RandomGenerator random, int least, int most) {
    return Integer.toString(random.nextInt(least, most + 1));
  }

  private static Map<String, String> numbers(RandomGenerator random, int... bounds) {
    return Map.of("a", between(random, bounds[0], bounds[1]), "b", between(random, bounds[2], bounds[3]), "c",
        between(random, bounds[4], bounds[5]), "d", between(random, bounds[6], bounds[7]));
  }

  private static Map<String, String> boxes(RandomGenerator random) {
    int boxes = random.nextInt(3, 25);
    int each = random.nextInt(4, 30);
    return Map.of("who", one(random, Words.PEOPLE), "thing", one(random, Words.THINGS), "a", Integer.toString(boxes),
        "b", Integer.toString(each), "c", between(random, 1, boxes * each - 1));
  }

  private static @Nullable Solution left(Values v) {
    return number(v.number("a").multiply(v.number("b")).subtract(v.number("c")),
        "multiply %s by %s and take away %s".formatted(v.text("a"), v.text("b"), v.text("c")));
  }

  private static @Nullable Solution train(Values v) {
    return number(v.number("a").multiply(v.number("b")).add(v.number("c").multiply(v.number("d"))),
        "multiply %s by %s, multiply %s by %s, and add the two".formatted(v.text("a"), v.text("b"), v.text("c"),
            v.text("d")));
  }

  private static Map<String, String> coins(RandomGenerator random) {
    List<String> people = new ArrayList<>(Words.PEOPLE);
    int coins = random.nextInt(10, 60);
    int times = random.nextInt(2, 6);
    return Map.of("who", people.remove(random.nextInt(people.size())), "other",
        people.remove(random.nextInt(people.size())), "third", people.remove(random.nextInt(people.size())), "a",
        Integer.toString(coins), "b", Integer.toString(times), "c", between(random, 1, coins * times - 1));
  }

  private static @Nullable Solution together(Values v) {
    BigDecimal many = v.number("a").multiply(v.number("b"));
    return number(v.number("a").add(many).add(many).subtract(v.number("c")),
        "multiply %s by %s for the second, take away %s for the third, and add all three".formatted(v.text("a"),
            v.text("b"), v.text("c")));
  }

  private static Map<String, String> sale(RandomGenerator random) {
    return Map.of("thing", one(random, Words.GOODS), "a", Integer.toString(20 * random.nextInt(1, 15)), "b",
        Integer.toString(5 * random.nextInt(1, 15)), "c", between(random, 2, 9));
  }

  private static @Nullable Solution discount(Values v) {
    BigDecimal rest = new BigDecimal(100).subtract(v.number("b"));
    return number(v.number("a").multiply(rest).multiply(v.number("c")).movePointLeft(2),
        "take %s percent of %s and multiply by %s".formatted(rest.toPlainString(), v.text("a"), v.text("c")));
  }

  private static Map<String, String> painters(RandomGenerator random) {
    int painters = random.nextInt(2, 9);
    return Map.of("a", Integer.toString(painters), "b", Integer.toString(painters * random.nextInt(2, 6)), "c",
        between(random, 2, 12), "d", between(random, 2, 9));
  }

  private static @Nullable Solution walls(Values v) {
    if (v.number("a").signum() == 0) {
      return null;
    }
    BigDecimal all = v.number("b").multiply(v.number("c")).multiply(v.number("d"));
    return number(all.divide(v.number("a"), 6, RoundingMode.HALF_UP),
        "find the walls of one painter by dividing %s by %s, then multiply by %s and by %s".formatted(v.text("b"),
            v.text("a"), v.text("c"), v.text("d")));
  }

  private static @Nullable Solution tank(Values v) {
    return number(v.number("a").subtract(v.number("b").multiply(v.number("d"))).add(v.number("c")),
        "multiply %s by %s, take that from %s, and add %s".formatted(v.text("b"), v.text("d"), v.text("a"),
            v.text("c")));
  }

  static Solution number(BigDecimal value, String working) {
    BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    return new Solution(plain.toPlainString(), working);
  }
}
