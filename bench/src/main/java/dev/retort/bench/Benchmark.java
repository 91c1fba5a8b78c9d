package dev.retort.bench;

import java.io.IOException;
import java.util.List;

/// A question about speed, and how it is measured.
interface Benchmark {
  /// The word by which it is chosen.
  String name();

  /// What is measured, against what, in a sentence or two.
  String question();

  Table run() throws IOException, InterruptedException;

  /// Figures as they are shown; the first column says what was measured.
  record Table(List<String> columns, List<List<String>> rows) {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }

    String markdown() {
      StringBuilder text = new StringBuilder(line(columns)).append("|---".repeat(columns.size())).append("|\n");
      rows.forEach(row -> text.append(line(row)));
      return text.toString();
    }

    private static String line(List<String> cells) {
      return "| " + String.join(" | ", cells) + " |\n";
    }
  }
}
