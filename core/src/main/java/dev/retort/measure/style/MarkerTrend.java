package dev.retort.measure.style;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import dev.retort.measure.statistics.Slopes;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// How the rate of marker words changes from month to month, over collections of texts and never for one.
///
/// The slope is that of the line through the months' rates, each weighed by its words ([Slopes]), in words per million and
/// year; its sample is the number of months. A slope says that words came into use, not who wrote them.
///
/// @param slope absent for fewer than three months that have words
/// @param undated texts without a date, which are left out
public record MarkerTrend(List<Month> months, Optional<Measured> slope, long undated) {

  /// @param perMillion absent when the month's texts have no words
  public record Month(YearMonth month, long texts, long words, long markers, Optional<Measured> perMillion) {}

  public MarkerTrend {
    months = List.copyOf(months);
  }

  /// @param dates of each text of the profile
  /// @param resamples for the intervals of the months' rates
  public static MarkerTrend of(StyleProfile profile, List<Optional<YearMonth>> dates, int resamples, long seed) {
    if (dates.size() != profile.texts()) {
      throw new IllegalArgumentException(
          "marker trend: found %d dates for %d texts.".formatted(dates.size(), profile.texts()));
    }
    double[] markers = profile.values(text -> text.prose().markers());
    double[] words = profile.values(text -> text.prose().words());
    TreeMap<YearMonth, List<Integer>> byMonth = new TreeMap<>();
    for (int i = 0; i < dates.size(); i++) {
      int text = i;
      dates.get(i).ifPresent(month -> byMonth.computeIfAbsent(month, key -> new ArrayList<>()).add(text));
    }
    List<Month> months = new ArrayList<>();
    byMonth.forEach((month, texts) -> months.add(month(month, pick(markers, texts), pick(words, texts), resamples,
        seed)));
    long dated = months.stream().mapToLong(Month::texts).sum();
    return new MarkerTrend(months, slope(months), dates.size() - dated);
  }

  private static double[] pick(double[] values, List<Integer> texts) {
    return texts.stream().mapToDouble(text -> values[text]).toArray();
  }

  private static Month month(YearMonth month, double[] markers, double[] words, int resamples, long seed) {
    double rate = PerMillion.of(markers, words);
    Optional<Measured> measured = Double.isNaN(rate)
        ? Optional.empty()
        : Optional.of(Resamples.of(words.length, resamples, seed).statistic(rate,
            units -> PerMillion.of(markers, words, units)));
    return new Month(month, words.length, sum(words), sum(markers), measured);
  }

  private static long sum(double[] counts) {
    return (long) Arrays.stream(counts).sum();
  }

  private static Optional<Measured> slope(List<Month> months) {
    double[] years = months.stream()
        .mapToDouble(month -> months.getFirst().month.until(month.month, ChronoUnit.MONTHS) / 12.0).toArray();
    return Slopes.ofRates(years, months.stream().mapToLong(Month::markers).toArray(),
        months.stream().mapToLong(Month::words).toArray()).map(slope -> perMillion(slope.change()));
  }

  private static Measured perMillion(Measured change) {
    return new Measured(change.value() * PerMillion.MILLION, change.low() * PerMillion.MILLION,
        change.high() * PerMillion.MILLION, change.sample());
  }
}
