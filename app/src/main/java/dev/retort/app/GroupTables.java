package dev.retort.app;

import dev.retort.app.terminal.TextBlocks;
import dev.retort.app.terminal.TextTable;
import dev.retort.compare.GroupReport;
import dev.retort.compare.GroupReport.Entry;
import dev.retort.compare.GroupReport.Group;
import dev.retort.measure.diversity.Reading;
import dev.retort.measure.statistics.Measured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What `measure diversity` and `measure style` print.
final class GroupTables {
  /// So many authors fit side by side with their intervals.
  private static final int SIDE_BY_SIDE = 3;

  private static final String OPENING = "opening_3";
  /// From this share of texts on an opening is shown.
  private static final double SHARED = 0.1;

  private GroupTables() {}

  /// Few authors side by side with intervals; many below each other without.
  static String of(GroupReport report, int width) {
    return report.groups().size() <= SIDE_BY_SIDE
        ? sideBySide(report)
        : below(report, width) + "\n\nIntervals, notes and corrected comparisons are in --json FILE.";
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
  /// @param blank what is done with blank texts
  static List<String> told(GroupReport report, String blank) {
    List<String> lines = new ArrayList<>(SimilarityTables.told(report.read(), blank));
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

  /// Each reason once, with the measures and how many authors it holds for.
  private static void absent(GroupReport report, List<String> lines) {
    Map<String, List<String>> measures = new LinkedHashMap<>();
    for (int i = 0; i < report.settings().size(); i++) {
      Map<String, Integer> authors = new TreeMap<>();
      for (Group group : report.groups()) {
        if (group.entries().get(i).reading() instanceof Reading.Absent(String reason)) {
          authors.merge(reason, 1, Integer::sum);
        }
      }
      String measure = report.groups().getFirst().entries().get(i).measure();
      authors.forEach((reason, count) -> measures.computeIfAbsent("none for %d of %d authors: %s".formatted(count,
          report.groups().size(), reason), _ -> new ArrayList<>()).add(measure));
    }
    measures.forEach((why, names) -> lines.add("retort: %s: %s".formatted(String.join(", ", names), why)));
  }

  /// Openings that many texts of an author share: templates.
  static String openings(GroupReport report) {
    TextTable table = new TextTable("author", "texts", "begin with");
    boolean any = false;
    for (Group group : report.groups()) {
      for (Entry entry : group.entries()) {
        if (entry.measure().equals(OPENING) && entry.reading() instanceof Reading.Taken(Measured share, String words)
            && share.value() >= SHARED) {
          table.row(group.author(), "%.0f %%".formatted(100 * share.value()), words + " ...");
          any = true;
        }
      }
    }
    return any ? "\n\n" + table : "";
  }
}
