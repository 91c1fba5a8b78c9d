package dev.retort.app.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A table that is too wide, as tables below each other that all begin with the same columns.
///
/// @param fixed how many columns each begins with
public record TextBlocks(List<String> head, List<List<String>> rows, int fixed) {
  private static final int GAP = 2;

  public TextBlocks {
    head = List.copyOf(head);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /// The tables, each with at least one column beside the fixed ones.
  public String within(int width) {
    List<String> blocks = new ArrayList<>();
    for (int from = fixed; from < head.size() || blocks.isEmpty();) {
      int to = Math.min(from + 1, head.size());
      while (to < head.size() && width(from, to + 1) <= width) {
        to++;
      }
      blocks.add(table(from, to).toString());
      from = to;
    }
    return String.join("\n\n", blocks);
  }

  private int width(int from, int to) {
    return columns(from, to).map(column -> GAP + Math.max(length(head.get(column)),
        rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0))).sum() - GAP;
  }

  private IntStream columns(int from, int to) {
    return IntStream.concat(IntStream.range(0, fixed), IntStream.range(from, to));
  }

  private TextTable table(int from, int to) {
    TextTable table = new TextTable(columns(from, to).mapToObj(head::get).toArray(String[]::new));
    rows.forEach(row -> table.row(columns(from, to).mapToObj(row::get).toArray(String[]::new)));
    return table;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
