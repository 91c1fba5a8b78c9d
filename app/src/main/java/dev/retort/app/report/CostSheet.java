package dev.retort.app.report;

import dev.retort.run.spend.Ceiling;
import dev.retort.run.spend.Forecast;
import dev.retort.run.spend.Spend;
import dev.retort.run.spend.Used;
import dev.retort.teacher.Price;
import dev.retort.teacher.Usd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a run cost, as tables show it.
public final class CostSheet {
  private static final String UNKNOWN = "?";

  private CostSheet() {}

  /// One teacher in one step, or the sum of a teacher's steps, or of everything.
  /// @param step empty for a sum
  /// @param usd as it is shown; `?` where a price is not known
  /// @param kept rows that came through; `-` where it is not known whose they are
  /// @param price by which it was paid; absent where none is stated, and in sums
  public record Line(String teacher, String step, Used used, String usd, String kept, String perRow,
      @Nullable Price price) {}

  /// A line for each teacher and step, each teacher's kept rows at its first, and the sum below.
  public static List<Line> lines(Spend spend, Accepted accepted) {
    List<Line> lines = new ArrayList<>();
    Map<String, Usd> byTeacher = new LinkedHashMap<>();
    Used all = Used.NONE;
    for (Spend.Line line : spend.lines()) {
      Usd usd = line.of(line.total());
      byTeacher.merge(line.payer().teacher(), Objects.requireNonNullElse(usd, new Usd(-1)), CostSheet::sum);
      all = all.plus(line.total());
    }
    String before = "";
    for (Spend.Line line : spend.lines()) {
      String teacher = line.payer().teacher();
      boolean first = !teacher.equals(before);
      before = teacher;
      Long kept = first ? accepted.of(teacher) : null;
      lines.add(new Line(teacher, line.payer().step(), line.total(), words(line.of(line.total())),
          kept == null ? "-" : Words.number(kept), perRow(byTeacher.get(teacher), kept), line.price()));
    }
    Usd total = spend.total();
    Long rows = accepted.step().isEmpty() ? null : Long.valueOf(accepted.rows());
    lines.add(new Line("all", "", all, words(total), rows == null ? "-" : Words.number(rows), perRow(total, rows),
        null));
    return lines;
  }

  /// How sure the numbers are, how the budgets stand, and what was told before the first call.
  public static List<String> words(Spend spend) {
    List<String> words = new ArrayList<>();
    if (spend.estimated() > 0) {
      words.add("calls with estimated tokens: %s; their server stated none, or they failed when it may have read them"
          .formatted(Words.number(spend.estimated())));
    }
    for (Ceiling ceiling : spend.ceilings()) {
      words.add("%s: %s".formatted(ceiling.path(), ceiling.words()));
    }
    Forecast told = spend.forecast();
    if (told != null) {
      words.add(told.words());
      BigDecimal error = spend.error();
      Usd took = spend.total();
      if (error != null && took != null) {
        words.add("it took %s USD, %s %% %s than that".formatted(took.words(), error.abs().toPlainString(),
            error.signum() > 0 ? "more" : "less"));
      }
    }
    return words;
  }

  /// A sum in which something unknown, below 0, stays unknown.
  private static Usd sum(Usd one, Usd other) {
    return one.pico() < 0 || other.pico() < 0 ? new Usd(-1) : one.plus(other);
  }

  private static String words(@Nullable Usd usd) {
    return usd == null || usd.pico() < 0 ? UNKNOWN : usd.words();
  }

  private static String perRow(@Nullable Usd usd, @Nullable Long rows) {
    if (rows == null || rows == 0) {
      return "-";
    }
    return usd == null || usd.pico() < 0 ? UNKNOWN : new Usd(usd.pico() / rows).words();
  }
}
