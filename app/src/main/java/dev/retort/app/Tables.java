package dev.retort.app;

import dev.retort.app.Library.Ran;
import dev.retort.app.report.TeacherSheet;
import dev.retort.app.report.TeacherSheet.Speed;
import dev.retort.app.report.TeacherSheet.Spread;
import dev.retort.app.terminal.TextTable;
import dev.retort.run.RunSummary;
import dev.retort.run.RunSummary.Calls;
import dev.retort.run.RunSummary.StepSummary;
import dev.retort.run.spend.Spend;
import dev.retort.step.OfTable.Funnel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a run prints at its end.
final class Tables {
  private Tables() {}

  static TextTable funnel(List<StepSummary> steps) {
    TextTable table = new TextTable("step", "units", "kept", "dropped", "failed", "pending", "rows", "why");
    for (StepSummary step : steps) {
      Funnel funnel = step.funnel();
      table.row(step.step(), number(funnel.units()), number(funnel.kept()), number(funnel.dropped()),
          number(funnel.failed()), number(funnel.pending()), number(funnel.rowsOut()), reasons(funnel.reasons()));
    }
    return table;
  }

  static TextTable teachers(List<TeacherSheet> teachers) {
    TextTable table = new TextTable("teacher", "answers", "failed", "characters p50", "tokens p50", "latency p50",
        "p90", "tokens/s", "why failed");
    for (TeacherSheet sheet : teachers) {
      Speed speed = sheet.speed();
      table.row(sheet.teacher() + (sheet.simulated() ? " (simulated)" : ""), number(sheet.answers().given()),
          number(sheet.answers().failed()), median(sheet.lengths().characters()), median(sheet.lengths().tokens()),
          speed == null ? "-" : millis(speed.latencyP50()), speed == null ? "-" : millis(speed.latencyP90()),
          speed == null || speed.tokensPerSecond() == null ? "-" : decimal(speed.tokensPerSecond()),
          reasons(sheet.answers().failures()));
    }
    return table;
  }

  static String ending(Ran ran) {
    RunSummary summary = ran.summary();
    Calls calls = summary.calls();
    StringBuilder text = new StringBuilder();
    text.append("%s: %s in %s s, %d calls made, %d from the ledger, %d of the calls failed".formatted(summary.run(),
        summary.state().word(), decimal(calls.seconds()), calls.made(), calls.replayed(), calls.failed()));
    Spend spend = calls.spend();
    if (spend.tells()) {
      text.append(", %s USD".formatted(spend.pricedNow().words()));
    }
    summary.export().forEach(file -> text.append("\n  ").append(summary.folder().resolve(file)));
    return text.append("\n  ").append(summary.folder().resolve("report.html")).toString();
  }

  /// What stopped the run, and how to go on.
  static String howToGoOn(RunSummary summary) {
    boolean failed = summary.steps().stream().anyMatch(step -> step.funnel().failed() > 0);
    return shortfall(summary) + SpendTable.howToGoOn(summary)
        + "retort: the run stopped short. The same command goes on from here" + (failed
            ? " and tries failures of a retryable class again (--retry CLASS: those of another); allow_failed in the recipe"
                + " says how many may fail."
            : ".");
  }

  /// A line for each step with units that failed or are pending.
  static String shortfall(RunSummary summary) {
    StringBuilder text = new StringBuilder();
    for (StepSummary step : summary.steps()) {
      Funnel funnel = step.funnel();
      if (funnel.failed() + funnel.pending() > 0) {
        text.append("%s: %d failed and %d pending of %d units%s\n".formatted(step.step(), funnel.failed(),
            funnel.pending(), funnel.units(),
            funnel.reasons().isEmpty() ? "" : " (" + reasons(funnel.reasons()) + ")"));
      }
    }
    return text.toString();
  }

  static String reasons(Map<String, Long> reasons) {
    return new TreeMap<>(reasons).entrySet().stream().map(reason -> reason.getKey() + " " + number(reason.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String median(@Nullable Spread spread) {
    return spread == null ? "-" : number(Math.round(spread.p50()));
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }

  private static String millis(double value) {
    return value < 1000 ? Math.round(value) + " ms" : decimal(value / 1000) + " s";
  }
}
