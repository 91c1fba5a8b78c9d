package dev.retort.app;

import dev.retort.app.terminal.Terminal;
import dev.retort.compare.ColumnNames;
import dev.retort.compare.GroupJson;
import dev.retort.compare.GroupReport;
import dev.retort.compare.Style;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `retort measure style`: how each author writes.
@Command(name = "style", description = "Tell how each author writes: marks, lengths, openings, refusals.", footer = {"",
    "Example:", "  retort measure style answers/*.json --by generator --measures words_mean,opening_3,refusal_rate"})
final class StyleCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin
  MeasureArguments arguments = new MeasureArguments();

  @Option(names = "--measures", paramLabel = "NAMES", split = ",", description = "Some of what is told, such as"
      + " words_mean, flesch_reading_ease, opening_3 or refusal_rate (default: all, of which the most telling are shown).")
  List<String> measures = List.of();

  @Option(names = "--date", paramLabel = "COLUMN", description = "When a text was written, for the slope of marker words"
      + " over months.")
  @Nullable
  String date;

  @Option(names = "--json", paramLabel = "FILE", description = "Write everything as JSON; - prints it instead of the tables.")
  @Nullable
  Path json;

  StyleCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Style style = new Style(arguments.source(null, ColumnNames.dates(date)), Style.choose(measures), arguments.draw());
    try (MeasureOutput output = MeasureOutput.begin(terminal, json)) {
      GroupReport report;
      try (MeasureProgress progress = new MeasureProgress(terminal)) {
        report = style.measure(progress);
      }
      GroupTables.told(report).forEach(terminal::say);
      GroupReport shown = measures.isEmpty() ? report.only(Style.FIRST) : report;
      output.write(GroupJson.of(report, arguments.seed), GroupTables.of(shown, terminal.look().width()));
      if (shown.settings().size() < report.settings().size()) {
        terminal.say("retort: %d of %d numbers are shown; --json FILE has all, --measures chooses.".formatted(
            shown.settings().size(), report.settings().size()));
      }
    }
    return Exit.DONE.code;
  }
}
