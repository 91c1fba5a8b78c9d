package dev.retort.measure.style;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How the rate of marker words changes from month to month, over collections of texts and never for one.
///
/// The slope is that of the line through the months' rates, each weighed by its words: least squares, in words per million
/// and year. Its interval is a bootstrap over texts. A slope says that words came into use, not who wrote them.
///
/// @param slope absent when all dated texts are of one month or have no words
/// @param undated texts without a date, which are left out
public record MarkerTrend(List<Month> months, Optional<Measured> slope, long undated) {

  /// @param perMillion absent when the month's texts have no words
  public record Month(YearMonth month, long texts, long words, Optional<Measured> perMillion) {}

  public MarkerTrend {
    months = List.copyOf(months);
  }

  /// @param dates of each text of the profile
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
    List<Point> points = new ArrayList<>();
    for (Map.Entry<YearMonth, List<Integer>> entry : byMonth.entrySet()) {
      List<Point> ofMonth = points(entry.getValue(), byMonth.firstKey().until(entry.getKey(), ChronoUnit.MONTHS) / 12.0,
          markers, words);
      months.add(month(entry.getKey(), ofMonth, resamples, seed));
      points.addAll(ofMonth);
    }
    return new MarkerTrend(months, slope(points, resamples, seed), dates.size() - points.size());
  }

  /// A text.
  ///
  /// @param year since the first month
  private record Point(double year, double markers, double words) {}

  private static List<Point> points(List<Integer> texts, double year, double[] markers, double[] words) {
    return texts.stream().map(text -> new Point(year, markers[text], words[text])).toList();
  }

  private static Month month(YearMonth month, List<Point> points, int resamples, long seed) {
    double[] markers = points.stream().mapToDouble(Point::markers).toArray();
    double[] words = points.stream().mapToDouble(Point::words).toArray();
    double rate = PerMillion.of(markers, words);
    Optional<Measured> measured = Double.isNaN(rate)
        ? Optional.empty()
        : Optional.of(Resamples.of(points.size(), resamples, seed).statistic(rate,
            units -> PerMillion.of(markers, words, units)));
    return new Month(month, points.size(), (long) points.stream().mapToDouble(Point::words).sum(), measured);
  }

  private static Optional<Measured> slope(List<Point> points, int resamples, long seed) {
    int[] all = new int[points.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    double slope = slope(points, all);
    return Double.isNaN(slope)
        ? Optional.empty()
        : Optional.of(Resamples.of(all.length, resamples, seed).statistic(slope, units -> slope(points, units)));
  }

  /// NaN when the texts are of one month.
  private static double slope(List<Point> points, int[] units) {
    double weight = 0;
    double x = 0;
    double y = 0;
    for (int unit : units) {
      Point point = points.get(unit);
      weight += point.words;
      x += point.words * point.year;
      y += point.markers;
    }
    double meanX = x / weight;
    double meanY = y / weight;
    double covariance = 0;
    double variance = 0;
    for (int unit : units) {
      Point point = points.get(unit);
      double off = point.year - meanX;
      covariance += off * (point.markers - meanY * point.words);
      variance += off * off * point.words;
    }
    return variance > 0 ? covariance / variance * 1_000_000 : Double.NaN;
  }
}
