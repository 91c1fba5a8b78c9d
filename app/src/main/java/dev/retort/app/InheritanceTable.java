package dev.retort.app;

import dev.retort.app.terminal.TextTable;
import dev.retort.compare.Inheritance;
import dev.retort.compare.Inheritance.Trio;
import dev.retort.measure.statistics.Measured;
import dev.retort.measure.style.Heritability;
import dev.retort.measure.style.Heritability.Side;
import dev.retort.measure.style.TagRatios;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// What `measure style --student` prints.
final class InheritanceTable {
  private InheritanceTable() {}

  static String of(Inheritance.Report report) {
    Trio trio = report.trio();
    Heritability found = report.heritability();
    TextTable table = new TextTable("mean count", trio.student(), trio.teacher(), "ratio", trio.other(), "ratio");
    List<TagRatios.Ratio> own = found.own().ratios().ratios();
    List<TagRatios.Ratio> other = found.other().ratios().ratios();
    for (int i = 0; i < own.size(); i++) {
      table.row(own.get(i).feature(), SimilarityTables.decimal(own.get(i).student()),
          SimilarityTables.decimal(own.get(i).teacher()), number(own.get(i).value()),
          SimilarityTables.decimal(other.get(i).teacher()), number(other.get(i).value()));
    }
    return table + "\n\n" + side(trio.teacher(), found.own()) + "\n" + side(trio.other(), found.other()) + "\n"
        + control(found.control(), report.prompts());
  }

  private static String side(String teacher, Side side) {
    return "to %s: mean ratio %s, gap %s".formatted(teacher, number(side.meanRatio()), number(side.gap()));
  }

  private static String control(Heritability.Control control, int prompts) {
    return String.format(Locale.ROOT,
        "nearer to its teacher by %.3f of gap over %d prompts; with teachers swapped at random %s,"
            + " p %.4f",
        control.difference(), prompts, SimilarityTables.number(control.permuted()), control.p());
  }

  private static String number(Optional<Measured> measured) {
    return measured.map(SimilarityTables::number).orElse("-");
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? SimilarityTables.decimal(value.getAsDouble()) : "-";
  }
}
