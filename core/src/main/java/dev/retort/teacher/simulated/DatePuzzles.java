package dev.retort.teacher.simulated;

import dev.retort.teacher.simulated.Template.Solution;
import dev.retort.teacher.simulated.Template.Values;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Questions about the calendar.
final class DatePuzzles {
  private static final String FORM = " Answer in the form YYYY-MM-DD.";

  static final List<Template> TEMPLATES = List.of(
      template("What date is {n:a} days after {d:d}?" + FORM,
          v -> new Solution(told(date(v, "d").plusDays(v.integer("a"))),
              "count %s days forward from %s, month by month".formatted(v.text("a"), v.text("d")))),
      template("What date is {n:a} weeks before {d:d}?" + FORM,
          v -> new Solution(told(date(v, "d").minusWeeks(v.integer("a"))),
              "count %s times seven days back from %s".formatted(v.text("a"), v.text("d")))),
      template("What day of the week is {d:d}?",
          v -> new Solution(date(v, "d").getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
              "count the days from a date whose weekday is known to %s".formatted(v.text("d")))),
      template("How many days are there from {d:d} to {d:e}?",
          v -> new Solution(Long.toString(ChronoUnit.DAYS.between(date(v, "d"), date(v, "e"))),
              "add up the days of the months between %s and %s".formatted(v.text("d"), v.text("e")))));

  private DatePuzzles() {}

  private static Template template(String text, Template.Solver solver) {
    return new Template(Family.DATE, text, DatePuzzles::fill, v -> orNone(solver, v));
  }

  /// What looks like a date but is none, such as a thirteenth month, makes no task.
  private static @Nullable Solution orNone(Template.Solver solver, Values values) {
    try {
      return solver.solve(values);
    } catch (DateTimeException noSuchDate) {
      return null;
    }
  }

  private static LocalDate date(Values values, String name) {
    return LocalDate.parse(values.text(name));
  }

  private static String told(LocalDate day) {
    if (day.getYear() < 1 || day.getYear() > 9_999) {
      throw new DateTimeException("not a year of four digits: " + day.getYear());
    }
    return day.toString();
  }

  private static Map<String, String> fill(RandomGenerator random) {
    LocalDate day = LocalDate.of(1980, 1, 1).plusDays(random.nextInt(20_000));
    return Map.of("d", day.toString(), "e", day.plusDays(random.nextInt(3, 400)).toString(), "a",
        Integer.toString(random.nextInt(3, 60)));
  }
}
