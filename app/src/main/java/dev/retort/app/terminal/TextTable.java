package dev.retort.app.terminal;

import dev.retort.text.Visible;
import java.util.ArrayList;
import java.util.List;

/// A table of plain text: first column to the left, numbers to the right.
public final class TextTable {
  /// Code points of a cell; a hostile name is not to fill the screen.
  private static final int LONGEST = 400;

  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... head) {
    this.head = List.of(head);
  }

  /// Adds a row with as many cells as the head; control characters and line ends are made visible.
  public TextTable row(String... cells) {
    if (cells.length != head.size()) {
      throw new IllegalArgumentException("%d cells for %d columns".formatted(cells.length, head.size()));
    }
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(Visible.inTerminal(cut(cell.replace('\n', ' ').replace('\t', ' '))));
    }
    rows.add(row);
    return this;
  }

  private static String cut(String cell) {
    return length(cell) <= LONGEST ? cell : cell.substring(0, cell.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }

  @Override
  public String toString() {
    int[] widths = new int[head.size()];
    boolean[] numeric = new boolean[head.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = width(column);
      numeric[column] = column > 0 && isNumeric(column);
    }
    StringBuilder out = new StringBuilder();
    line(head, widths, numeric, out);
    for (List<String> row : rows) {
      out.append('\n');
      line(row, widths, numeric, out);
    }
    return out.toString();
  }

  private int width(int column) {
    int width = length(head.get(column));
    for (List<String> row : rows) {
      width = Math.max(width, length(row.get(column)));
    }
    return width;
  }

  private boolean isNumeric(int column) {
    return rows.stream().map(row -> row.get(column)).allMatch(cell -> cell.matches("|-|\\?|[0-9.,]+( ?[a-z%/]+)?"));
  }

  private static void line(List<String> cells, int[] widths, boolean[] numeric, StringBuilder out) {
    int start = out.length();
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(widths[column] - length(cell));
      out.append(column == 0 ? "" : "  ").append(numeric[column] ? padding + cell : cell + padding);
    }
    while (out.length() > start && out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
