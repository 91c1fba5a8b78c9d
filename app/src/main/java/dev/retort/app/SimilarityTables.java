package dev.retort.app;

import dev.retort.app.terminal.TextBlocks;
import dev.retort.compare.AnswerSheet.Pairing;
import dev.retort.compare.ReadCounts;
import dev.retort.compare.SimilarityReport;
import dev.retort.compare.SimilarityReport.Consensus;
import dev.retort.compare.SimilarityReport.Pair;
import dev.retort.compare.SimilarityReport.Place;
import dev.retort.compare.SimilarityReport.Sample;
import dev.retort.measure.statistics.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What `measure similarity` prints.
final class SimilarityTables {
  static final String AS_THEY_ARE = "they are measured as they are";
  private static final int SHOWN = 3;
  private static final double LARGE = 1e9;
  /// Resamples of fewer prompts are too much alike.
  private static final int FEW = 10;
  /// Author, rank and its range.
  private static final int FIXED = 3;

  private SimilarityTables() {}

  static String of(SimilarityReport report, int width) {
    int last = report.measures().size() - 1;
    StringBuilder text = new StringBuilder(consensus(report, last, width));
    Sample sample = report.sample();
    text.append("\n\n%d authors, %d pairs, %s prompts (%s answered by all)".formatted(sample.pairing().size(),
        report.pairs().stream().filter(pair -> isFirst(pair)).count(), Tables.number(sample.prompts()),
        Tables.number(sample.shared())));
    return text.append(extremes(report, last)).toString();
  }

  /// Authors in the order of one measure's ranking.
  private static String consensus(SimilarityReport report, int by, int width) {
    List<String> head = new ArrayList<>(List.of("author", "rank", "range"));
    report.measures().forEach(measure -> head.add(measure.name()));
    List<List<String>> rows = new ArrayList<>();
    for (Place place : report.consensus().get(by).places()) {
      List<String> cells = new ArrayList<>(List.of(place.author(), String.valueOf(place.rank()),
          place.best() == place.worst() ? "" + place.best() : place.best() + "-" + place.worst()));
      report.consensus().forEach(one -> cells.add(mean(one, place.author())));
      rows.add(cells);
    }
    return "nearness to what the others write, ranked by %s\n\n%s".formatted(report.measures().get(by).name(),
        new TextBlocks(head, rows, FIXED).within(width));
  }

  private static String mean(Consensus consensus, String author) {
    return consensus.places().stream().filter(place -> place.author().equals(author)).findFirst()
        .map(place -> number(place.mean())).orElse("-");
  }

  /// `0.412 (0.405 to 0.419)`.
  static String number(Measured measured) {
    if (!Double.isFinite(measured.value())) {
      return "-";
    }
    String format = format(Math.abs(measured.high()) >= LARGE ? measured.high() : measured.value());
    String value = String.format(Locale.ROOT, format, measured.value());
    return Double.isFinite(measured.low()) && Double.isFinite(measured.high())
        ? "%s (%s to %s)".formatted(value, String.format(Locale.ROOT, format, measured.low()),
            String.format(Locale.ROOT, format, measured.high()))
        : value;
  }

  static String decimal(double value) {
    return String.format(Locale.ROOT, format(value), value);
  }

  /// Four digits that count, whole numbers above that, powers of ten for what nobody could read.
  private static String format(double value) {
    double size = Math.abs(value);
    if (size >= LARGE) {
      return "%.3e";
    }
    return "%,." + (size < 10 ? 3 : size < 100 ? 2 : size < 1000 ? 1 : 0) + "f";
  }

  private static List<Pair> pairs(SimilarityReport report, int by) {
    boolean symmetric = report.measures().get(by).measure().symmetric();
    return report.pairs().stream().filter(pair -> pair.values().get(by).sample() > 0)
        .filter(pair -> !symmetric || isFirst(pair))
        .sorted(Comparator.comparingDouble((Pair pair) -> -pair.values().get(by).value())).toList();
  }

  /// Of two directions of a pair, that of the authors' order.
  private static boolean isFirst(Pair pair) {
    return pair.a().compareTo(pair.b()) < 0;
  }

  private static String extremes(SimilarityReport report, int by) {
    List<Pair> pairs = pairs(report, by);
    int shown = Math.min(SHOWN, pairs.size() / 2);
    String format = report.measures().get(by).measure().symmetric() ? "%s and %s %s" : "%2$s against %1$s %3$s";
    return shown == 0
        ? ""
        : "\nmost alike:  " + told(pairs.subList(0, shown), by, format) + "\nleast alike: "
            + told(pairs.subList(pairs.size() - shown, pairs.size()).reversed(), by, format);
  }

  private static String told(List<Pair> pairs, int by, String format) {
    return pairs.stream().map(pair -> format.formatted(pair.a(), pair.b(), decimal(pair.values().get(by).value())))
        .collect(Collectors.joining("; "));
  }

  /// What could not be paired.
  static List<String> told(Sample sample) {
    List<String> lines = new ArrayList<>(told(sample.read(), AS_THEY_ARE));
    if (sample.beyond() > 0) {
      lines.add("retort: %s answers to further prompts were left out; --limit N takes more.".formatted(
          Tables.number(sample.beyond())));
    }
    if (sample.prompts() < FEW) {
      lines.add(
          "retort: %d prompts are few: intervals of fewer than %d are too narrow".formatted(sample.prompts(), FEW));
    }
    sample.pairing().stream().filter(author -> !author.whole()).map(SimilarityTables::told).forEach(lines::add);
    return lines;
  }

  /// @param blank what is done with blank texts
  static List<String> told(ReadCounts read, String blank) {
    List<String> lines = new ArrayList<>();
    read.left().forEach((why, count) -> lines.add("retort: %s of %s records left out: %s".formatted(
        Tables.number(count), Tables.number(read.records()), why)));
    if (read.empty() > 0) {
      lines.add(
          "retort: blank texts: %s; %s".formatted(Tables.number(read.empty()), blank));
    }
    return lines;
  }

  private static String told(Pairing author) {
    List<String> parts = new ArrayList<>();
    if (author.paired() == 0) {
      parts.add("no prompt in common with any other author, so in no pair");
    } else if (author.paired() < author.answers()) {
      parts.add(
          "%s answers to prompts nobody else answered".formatted(Tables.number(author.answers() - author.paired())));
    }
    add(parts, author.missing(), "prompts of others not answered");
    add(parts, author.several(), "prompts left out, as their answers differ");
    add(parts, author.repeated(), "answers repeated word for word, counted once");
    return "retort: %s: %s".formatted(author.author(), String.join("; ", parts));
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(Tables.number(count) + " " + what);
    }
  }
}
