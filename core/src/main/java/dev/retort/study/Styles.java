package dev.retort.study;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import dev.retort.measure.style.StyleOptions;
import dev.retort.measure.style.StyleProfile;
import dev.retort.measure.style.StyleValue;
import dev.retort.study.ProfileSheet.Line;
import dev.retort.study.ProfileSheet.Measure;
import dev.retort.study.TeacherStudy.Draws;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How each teacher writes.
final class Styles {
  private static final List<Measure> SHOWN = List.of(
      new Measure("words_median", "length of an answer in words"),
      new Measure("tag_strong", "bold passages an answer, when it is read as Markdown"),
      new Measure("tag_li", "list entries an answer"),
      new Measure("tag_h3", "headings of the third level an answer"),
      new Measure("tag_p", "paragraphs an answer"),
      new Measure("flesch_reading_ease", "high where sentences and words are short; made for English"),
      new Measure("opening_3", "share of answers that begin with the most usual first three words"),
      new Measure("refusal_rate", "share of answers in which a phrase of refusing stands"),
      new Measure("as_an_ai_rate", "share of answers that speak of being a model"),
      new Measure("marker_words_per_million", "words that models use more than people; it says nothing of one answer"));

  private Styles() {}

  static ProfileSheet of(Paired paired, Draws draws) {
    StyleOptions options = StyleOptions.english();
    return new ProfileSheet(SHOWN, IntStream.range(0, paired.authors().size()).parallel()
        .mapToObj(author -> line(paired, author, options, draws)).toList());
  }

  private static Line line(Paired paired, int author, StyleOptions options, Draws draws) {
    List<String> texts = paired.answers(author);
    Map<String, @Nullable Measured> found = new HashMap<>();
    Resamples resamples = Resamples.of(texts.size(), draws.resamples(), draws.seed());
    for (StyleValue value : StyleProfile.of(texts, options).values(resamples)) {
      found.put(value.name(), value.measured());
    }
    List<@Nullable Measured> values = new ArrayList<>();
    SHOWN.forEach(measure -> values.add(found.get(measure.name())));
    return new Line(paired.authors().get(author), values);
  }
}
