package dev.retort.app;

import dev.retort.UserError;
import dev.retort.app.terminal.Terminal;
import dev.retort.compare.ColumnNames;
import dev.retort.compare.GroupJson;
import dev.retort.compare.GroupReport;
import dev.retort.compare.Inheritance;
import dev.retort.compare.Inheritance.Trio;
import dev.retort.compare.InheritanceJson;
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

  @Option(names = "--student", paramLabel = "AUTHOR", description = "Tell instead whether this author writes like its"
      + " --teacher, more than like an --other, over the prompts all three have answered.")
  @Nullable
  String student;

  @Option(names = "--teacher", paramLabel = "AUTHOR", description = "Whom the student has learnt from.")
  @Nullable
  String teacher;

  @Option(names = "--other", paramLabel = "AUTHOR", description = "Whom the student has not learnt from.")
  @Nullable
  String other;

  @Option(names = "--prompt", paramLabel = "COLUMN", description = "What was asked, with --student (default: as for"
      + " similarity).")
  @Nullable
  String prompt;

  @Option(names = "--json", paramLabel = "FILE", description = "Write everything as JSON; - prints it instead of the tables.")
  @Nullable
  Path json;

  StyleCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (student == null && teacher == null && other == null) {
      style();
    } else {
      inheritance();
    }
    return Exit.DONE.code;
  }

  private void inheritance() {
    String own = teacher;
    String compared = other;
    String learner = student;
    if (learner == null || own == null || compared == null) {
      throw new UserError("--student, --teacher and --other go together. Name three authors, or none.");
    }
    Inheritance inheritance = new Inheritance(arguments.source(prompt, null), new Trio(learner, own, compared),
        arguments.draw());
    try (MeasureOutput output = MeasureOutput.begin(terminal, json)) {
      Inheritance.Report report;
      try (MeasureProgress progress = new MeasureProgress(terminal)) {
        report = inheritance.measure(progress);
      }
      SimilarityTables.told(report.read(), SimilarityTables.AS_THEY_ARE).forEach(terminal::say);
      output.write(InheritanceJson.of(report, arguments.seed), InheritanceTable.of(report));
    }
  }

  private void style() {
    Style style = new Style(arguments.source(null, ColumnNames.dates(date)), Style.choose(measures), arguments.draw());
    try (MeasureOutput output = MeasureOutput.begin(terminal, json)) {
      GroupReport report;
      try (MeasureProgress progress = new MeasureProgress(terminal)) {
        report = style.measure(progress);
      }
      GroupReport shown = measures.isEmpty() ? report.only(Style.FIRST) : report;
      GroupTables.told(shown, SimilarityTables.AS_THEY_ARE).forEach(terminal::say);
      output.write(GroupJson.of(report, arguments.seed), GroupTables.of(shown, terminal.look().width())
          + GroupTables.openings(shown));
      if (shown.settings().size() < report.settings().size()) {
        terminal.say("retort: %d of %d numbers are shown; --json FILE has all, --measures chooses.".formatted(
            shown.settings().size(), report.settings().size()));
      }
    }
  }
}
