package dev.retort.measure.style;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// How one author writes: marks, lengths, readability, openings, refusals, marker words.
///
/// Texts are read once; what is kept takes some 500 bytes a text. Each number is given with its sample and a bootstrap
/// interval over texts. docs/reference/measures/style.md says what each is.
public final class StyleProfile {
  private static final double[] SHARES = {0.1, 0.25, 0.5, 0.75, 0.9};
  private static final List<String> SHARE_NAMES = List.of("p10", "p25", "median", "p75", "p90");

  private final List<TextStyle> texts;

  private StyleProfile(List<TextStyle> texts) {
    this.texts = List.copyOf(texts);
  }

  public static StyleProfile of(List<String> texts, StyleOptions options) {
    TextStyle.Reader reader = new TextStyle.Reader(options);
    return new StyleProfile(texts.stream().map(reader::read).toList());
  }

  /// How many texts there are.
  public int texts() {
    return texts.size();
  }

  /// How many texts were not read as Markdown to their end: longer than 30,000 characters, or nested too deeply.
  public long cut() {
    return texts.stream().filter(text -> !text.whole()).count();
  }

  /// Each text's count of an element.
  public double[] counts(MarkdownTag tag) {
    return values(text -> text.tags()[tag.ordinal()]);
  }

  /// Each text's length in words.
  public double[] words() {
    return values(text -> text.length().words());
  }

  /// Every number, in the order of the page.
  ///
  /// @param resamples of as many units as there are texts
  public List<StyleValue> values(Resamples resamples) {
    List<StyleValue> all = new ArrayList<>();
    for (MarkdownTag tag : MarkdownTag.values()) {
      all.add(mean("tag_" + tag.label(), counts(tag), resamples, ""));
    }
    lengths(all, "words", words(), resamples);
    lengths(all, "characters", values(text -> text.length().codePoints()), resamples);
    all.add(mean("flesch_reading_ease", values(text -> text.prose().ease()), resamples, "no text has words"));
    all.add(mean("flesch_kincaid_grade", values(text -> text.prose().grade()), resamples, "no text has words"));
    for (int n = 1; n <= TextStyle.OPENING; n++) {
      all.add(Openings.of(texts.stream().map(TextStyle::opening).toList(), n, resamples));
    }
    all.add(rate("refusal_rate", text -> text.signs().refusal(), resamples));
    all.add(rate("as_an_ai_rate", text -> text.signs().asAnAi(), resamples));
    all.add(markers(resamples));
    return all;
  }

  double[] values(ToDoubleFunction<TextStyle> value) {
    return texts.stream().mapToDouble(value).toArray();
  }

  private static void lengths(List<StyleValue> all, String unit, double[] values, Resamples resamples) {
    all.add(mean(unit + "_mean", values, resamples, ""));
    LengthQuantiles quantiles = new LengthQuantiles(values);
    for (int i = 0; i < SHARES.length; i++) {
      all.add(new StyleValue(unit + "_" + SHARE_NAMES.get(i), quantiles.measured(SHARES[i], resamples), ""));
    }
  }

  private static StyleValue mean(String name, double[] values, Resamples resamples, String absent) {
    Optional<Measured> mean = resamples.meanIfAny(values);
    return new StyleValue(name, mean.orElse(null), mean.isPresent() ? "" : absent);
  }

  /// The share of texts in which a phrase is found; the note counts what was found.
  private StyleValue rate(String name, Function<TextStyle, Optional<String>> found, Resamples resamples) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    texts.forEach(text -> found.apply(text).ifPresent(phrase -> counts.merge(phrase, 1, Integer::sum)));
    String note = counts.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()
        .thenComparing(Map.Entry.comparingByKey())).map(one -> "%s: %d".formatted(one.getKey(), one.getValue()))
        .reduce((a, b) -> a + "; " + b).orElse("");
    return new StyleValue(name, resamples.mean(values(text -> found.apply(text).isPresent() ? 1 : 0)), note);
  }

  private StyleValue markers(Resamples resamples) {
    double[] markers = values(text -> text.prose().markers());
    double[] words = values(text -> text.prose().words());
    double rate = PerMillion.of(markers, words);
    String note = "of all texts together; says nothing of any one of them";
    return Double.isNaN(rate)
        ? new StyleValue("marker_words_per_million", null, "no text has words")
        : new StyleValue("marker_words_per_million",
            resamples.statistic(rate, units -> PerMillion.of(markers, words, units)), note);
  }
}
