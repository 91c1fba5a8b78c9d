package dev.retort.measure.diversity;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import java.util.Arrays;

/// Perplexity of a profile: each fifth of the texts by a model that has learnt from the other four.
final class ProfilePerplexity {
  private static final int FOLDS = 5;
  private static final int ORDER = 3;
  private static final String SOURCE = "; built-in trigram model of words, each fifth by a model of the other four"
      + "; interval: bootstrap over texts, models held fixed";
  private final double[] logs;
  private final double[] events;

  private ProfilePerplexity(int texts) {
    logs = new double[texts];
    events = new double[texts];
  }

  static Reading of(ProfileTexts texts, DiversityOptions options) {
    int n = texts.size();
    if (n < FOLDS) {
      return new Reading.Absent(
          "the built-in model learns from the other texts: found %d, wanted %d".formatted(n, FOLDS));
    }
    ProfilePerplexity scored = new ProfilePerplexity(n);
    int[] parts = texts.dealt(FOLDS);
    for (int fold = 0; fold < FOLDS; fold++) {
      scored.score(texts, parts, fold, options);
    }
    int[] all = new int[n];
    Arrays.setAll(all, t -> t);
    double nats = scored.pooled(all);
    Measured drawn = Resamples.of(n, options.resamples(), options.seed()).statistic(nats, scored::pooled);
    return NgramModel.finite(Math.exp(drawn.high())) instanceof Score.Absent(String reason)
        ? new Reading.Absent(reason)
        : ProfileMeasures.reading(Score.of(Math.exp(nats)), texts, SOURCE,
            () -> new Measured(Math.exp(nats), Math.exp(drawn.low()), Math.exp(drawn.high()), n));
  }

  private void score(ProfileTexts texts, int[] parts, int fold, DiversityOptions options) {
    NgramModel model = NgramModel.words(texts.inPart(parts, fold, false), options.splitter(), ORDER);
    for (int t = 0; t < parts.length; t++) {
      if (parts[t] == fold) {
        NgramModel.Scored one = model.score(texts.texts().get(t));
        logs[t] = one.logProbability();
        events[t] = one.events();
      }
    }
  }

  /// Nats an event, of the texts together.
  private double pooled(int[] units) {
    double sum = 0;
    double count = 0;
    for (int unit : units) {
      sum += logs[unit];
      count += events[unit];
    }
    return -sum / count;
  }
}
