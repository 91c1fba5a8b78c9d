package dev.retort.app.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One metric with its samples, as a page of metrics shows it.
final class Family {
  /// What kind of number it is.
  enum Kind {
    COUNTER, GAUGE, SUMMARY
  }

  private final String name;
  private final Kind kind;
  private final String help;
  private final List<String> samples = new ArrayList<>();

  /// @param name without `_total`
  /// @param help one sentence
  Family(String name, Kind kind, String help) {
    this.name = name;
    this.kind = kind;
    this.help = help;
  }

  /// Adds a sample.
  /// @param labels names and values by turns
  Family sample(double value, String... labels) {
    return sample(kind == Kind.COUNTER ? "_total" : "", value, labels);
  }

  /// The number of observations of a summary.
  Family count(long value, String... labels) {
    return sample("_count", value, labels);
  }

  private Family sample(String suffix, double value, String... labels) {
    StringBuilder line = new StringBuilder(name).append(suffix);
    for (int i = 0; i < labels.length; i += 2) {
      line.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"").append(escaped(labels[i + 1])).append('"');
    }
    samples.add(line.append(labels.length == 0 ? " " : "} ").append(number(value)).toString());
    return this;
  }

  /// A name may hold anything; what would end the label or the line is escaped, other controls are left out.
  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replaceAll("\\p{Cntrl}", "");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
  }

  /// Appends the samples under their head; nothing where there are none.
  /// @param openMetrics whether a counter's head goes without `_total`
  void write(boolean openMetrics, StringBuilder out) {
    if (samples.isEmpty()) {
      return;
    }
    String head = name + (kind == Kind.COUNTER && !openMetrics ? "_total" : "");
    out.append("# HELP ").append(head).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(head).append(' ').append(kind.name().toLowerCase(Locale.ROOT)).append('\n');
    samples.forEach(sample -> out.append(sample).append('\n'));
  }
}
