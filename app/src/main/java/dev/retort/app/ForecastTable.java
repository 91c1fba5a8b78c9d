package dev.retort.app;

import dev.retort.app.terminal.TextTable;
import dev.retort.run.spend.Forecast;
import dev.retort.teacher.Usd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run will take, as `check` prints it.
final class ForecastTable {
  private ForecastTable() {}

  static TextTable of(Forecast forecast) {
    TextTable table = new TextTable("teacher", "step", "calls", "tokens in", "tokens out at most", "likely",
        "USD at most", "likely");
    for (Forecast.Line line : forecast.lines()) {
      table.row(line.payer().teacher(), line.payer().step(), Tables.number(line.calls()),
          Tables.number(line.prompt().tokens()), number(line.completion().most()), number(line.completion().likely()),
          usd(line.usd() == null ? null : line.usd().most()), usd(line.usd() == null ? null : line.usd().likely()));
    }
    table.row("all", "", Tables.number(forecast.calls()), Tables.number(forecast.prompt()), "", "",
        usd(forecast.most()), usd(forecast.likely()));
    return table;
  }

  /// Which numbers are measured and which estimated.
  static List<String> words(Forecast forecast) {
    Forecast.Basis basis = forecast.basis();
    boolean counted = forecast.lines().stream().allMatch(line -> line.prompt().counted());
    List<String> words = new ArrayList<>();
    words.add(basis.whole()
        ? "measured: %s rows".formatted(Tables.number(basis.rows()))
        : "the sources have more rows than were read: the numbers are for the first %s".formatted(
            Tables.number(basis.rows())));
    words.add("estimated: calls and tokens in, from prompts made of %s of these rows; tokens in are %s".formatted(
        Tables.number(basis.sampled()),
        counted ? "counted by tokenizers" : "told from characters, three a token"));
    words
        .add("estimated: tokens out, at most by max_tokens; likely by the run's ledger, '?' where it has no answer yet."
            + " Failed calls that are tried again are not in it.");
    Duration least = forecast.atLeast();
    if (least != null) {
      words.add("estimated: %d s or more, by the limits per minute".formatted(least.toSeconds()));
    }
    return words;
  }

  private static String number(@Nullable Long value) {
    return value == null ? "?" : Tables.number(value);
  }

  private static String usd(@Nullable Usd usd) {
    return usd == null ? "?" : usd.words();
  }
}
