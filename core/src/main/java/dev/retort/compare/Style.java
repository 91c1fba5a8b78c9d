package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.compare.GroupReport.Entry;
import dev.retort.compare.GroupReport.Group;
import dev.retort.measure.diversity.Reading;
import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import dev.retort.measure.style.MarkerTrend;
import dev.retort.measure.style.StyleOptions;
import dev.retort.measure.style.StyleProfile;
import dev.retort.measure.style.StyleValue;
import dev.retort.recipe.Wording;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// How each author writes.
///
/// @param measures names of what is told
/// @param draw which texts are measured where an author has more, and the seed of the resamples
public record Style(TextSource source, List<String> measures, Draw draw) {
  /// What is worth a look first, of all that is told.
  public static final List<String> FIRST = List.of("words_median", "tag_strong", "tag_li", "tag_h2",
      "flesch_reading_ease", "opening_3", "refusal_rate", "as_an_ai_rate", "marker_words_per_million",
      "marker_words_slope");
  /// Fewer texts have no interval: that of one text would be a point.
  private static final int FEWEST = 10;
  private static final String SLOPE = "marker_words_slope";

  public Style {
    measures = List.copyOf(measures);
  }

  /// What can be told, in its usual order.
  public static List<String> names() {
    return StyleProfile.of(List.of("a"), StyleOptions.english()).values(Resamples.of(1, 1, 0)).stream()
        .map(StyleValue::name).toList();
  }

  /// The measures of these names, in their usual order; all where there is none.
  public static List<String> choose(List<String> wanted) {
    List<String> known = names();
    List<String> names = wanted.stream().map(String::strip).filter(Predicate.not(String::isEmpty)).toList();
    if (names.isEmpty() && !wanted.isEmpty()) {
      throw new UserError("--measures: found none, wanted one or more. %s".formatted(Wording.instead("", known)));
    }
    for (String name : names) {
      if (!known.contains(name)) {
        throw new UserError("--measures: found '%s', wanted names of measures. %s".formatted(name,
            Wording.instead(name, known)));
      }
    }
    return known.stream().filter(name -> names.isEmpty() || names.contains(name)).toList();
  }

  /// Reads, groups and measures.
  public GroupReport measure(MeasureListener listener) {
    TextGroups gathering = new TextGroups(draw, new HeldText(Runtime.getRuntime().maxMemory()), null);
    ReadCounts read = source.read(false, gathering, listener);
    List<TextGroup> groups = gathering.groups();
    listener.stage("style", groups.size());
    AtomicLong done = new AtomicLong();
    List<Group> measured = groups.parallelStream().map(group -> {
      Group one = group(group);
      listener.done(done.incrementAndGet());
      return one;
    }).toList();
    Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    measures.forEach(name -> settings.put(name, Map.of()));
    if (source.names().beside() != null) {
      settings.put(SLOPE, Map.of("unit", "marker words per million words and year"));
    }
    return new GroupReport(read, settings, measured);
  }

  private Group group(TextGroup group) {
    Resamples resamples = Resamples.of(group.texts().size(), Similarity.RESAMPLES, draw.seed());
    StyleProfile profile = StyleProfile.of(group.texts(), StyleOptions.english());
    List<Entry> entries = new ArrayList<>(profile.values(resamples).stream()
        .filter(value -> measures.contains(value.name())).map(Style::entry).toList());
    if (source.names().beside() != null) {
      List<Optional<YearMonth>> dates = group.besides().stream().map(Dates::month).toList();
      entries.add(slope(MarkerTrend.of(profile, dates, Similarity.RESAMPLES, draw.seed())));
    }
    return new Group(group.name(), group.texts().size(), group.beyond(), entries);
  }

  private static Entry slope(MarkerTrend trend) {
    String months = trend.months().stream().map(month -> month.month() + ": " + month.perMillion()
        .map(rate -> String.format(Locale.ROOT, "%.0f", rate.value())).orElse("no words"))
        .collect(Collectors.joining(", "));
    String note = "words per million and year; by month %s; %d texts without a date".formatted(
        months.isEmpty() ? "none" : months, trend.undated());
    return new Entry(SLOPE, trend.slope().<Reading>map(slope -> new Reading.Taken(slope, note))
        .orElseGet(() -> new Reading.Absent("a slope needs three months with words; " + note)));
  }

  private static Entry entry(StyleValue value) {
    Measured measured = value.measured();
    if (measured == null) {
      return new Entry(value.name(), new Reading.Absent(value.note()));
    }
    boolean few = measured.sample() < FEWEST;
    return new Entry(value.name(), few
        ? new Reading.Bare(measured.value(), measured.sample(), value.note())
        : new Reading.Taken(measured, value.note()));
  }
}
