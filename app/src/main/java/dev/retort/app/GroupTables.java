package dev.retort.app;

import dev.retort.app.terminal.TextBlocks;
import dev.retort.app.terminal.TextTable;
import dev.retort.compare.GroupReport;
import dev.retort.compare.GroupReport.Entry;
import dev.retort.compare.GroupReport.Group;
import dev.retort.measure.diversity.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What `measure diversity` and `measure style` print.
final class GroupTables {
  /// So many authors fit side by side with their intervals.
  private static final int SIDE_BY_SIDE = 3;

  private GroupTables() {}

  /// Few authors side by side with intervals; many below each other without.
  static String of(GroupReport report, int width) {
    return report.groups().size() <= SIDE_BY_SIDE
        ? sideBySide(report)
        : below(report, width) + "\n\nIntervals and notes are in --json FILE.";
  }

  private static String sideBySide(GroupReport report) {
    List<String> head = new ArrayList<>(List.of("measure"));
    List<String> texts = new ArrayList<>(List.of("texts"));
    for (Group group : report.groups()) {
      head.add(group.author());
      texts.add(Tables.number(group.texts()));
    }
    TextTable table = new TextTable(head.toArray(new String[0])).row(texts.toArray(new String[0]));
    for (int measure : present(report)) {
      List<String> row = new ArrayList<>(List.of(report.groups().getFirst().entries().get(measure).measure()));
      report.groups().forEach(group -> row.add(withInterval(group.entries().get(measure).reading())));
      table.row(row.toArray(new String[0]));
    }
    return table.toString();
  }

  private static String below(GroupReport report, int width) {
    List<String> head = new ArrayList<>(List.of("author", "texts"));
    present(report).forEach(measure -> head.add(report.groups().getFirst().entries().get(measure).measure()));
    List<List<String>> rows = new ArrayList<>();
    for (Group group : report.groups()) {
      List<String> row = new ArrayList<>(List.of(group.author(), Tables.number(group.texts())));
      present(report).forEach(measure -> row.add(value(group.entries().get(measure).reading())));
      rows.add(row);
    }
    return new TextBlocks(head, rows, 2).within(width);
  }

  /// Measures that have a value for some author.
  private static List<Integer> present(GroupReport report) {
    return IntStream.range(0, report.settings().size()).filter(measure -> report.groups().stream()
        .anyMatch(group -> !(group.entries().get(measure).reading() instanceof Reading.Absent))).boxed().toList();
  }

  private static String withInterval(Reading reading) {
    return switch (reading) {
      case Reading.Taken taken -> SimilarityTables.number(taken.measured());
      case Reading.Bare bare -> SimilarityTables.decimal(bare.value());
      case Reading.Absent _ -> "-";
    };
  }

  private static String value(Reading reading) {
    return switch (reading) {
      case Reading.Taken taken -> SimilarityTables.decimal(taken.measured().value());
      case Reading.Bare bare -> SimilarityTables.decimal(bare.value());
      case Reading.Absent _ -> "-";
    };
  }

  /// What a reader must know beside the numbers.
  static List<String> told(GroupReport report) {
    List<String> lines = new ArrayList<>(SimilarityTables.told(report.read()));
    for (Group group : report.groups()) {
      if (group.beyond() > 0) {
        lines.add("retort: %s: %s further texts were left out; --limit N takes more.".formatted(group.author(),
            Tables.number(group.beyond())));
      }
    }
    absent(report, lines);
    return lines;
  }

  /// Most measures of diversity change with the number of texts.
  static List<String> uneven(GroupReport report) {
    int[] sizes = report.groups().stream().mapToInt(Group::texts).sorted().toArray();
    return sizes[0] == sizes[sizes.length - 1]
        ? List.of()
        : List
            .of(("retort: authors have %s to %s texts, and most of these measures change with their number; --limit %d"
                + " measures as many of each.").formatted(Tables.number(sizes[0]),
                    Tables.number(sizes[sizes.length - 1]),
                    sizes[0]));
  }

  /// Each reason once a measure, with how many authors it holds for.
  private static void absent(GroupReport report, List<String> lines) {
    for (int i = 0; i < report.settings().size(); i++) {
      int measure = i;
      List<Entry> entries = report.groups().stream().map(group -> group.entries().get(measure))
          .filter(entry -> entry.reading() instanceof Reading.Absent).toList();
      if (!entries.isEmpty() && entries.getFirst().reading() instanceof Reading.Absent(String reason)) {
        lines.add("retort: %s of %d of %d authors: none, %s".formatted(entries.getFirst().measure(), entries.size(),
            report.groups().size(), reason));
      }
    }
  }
}
