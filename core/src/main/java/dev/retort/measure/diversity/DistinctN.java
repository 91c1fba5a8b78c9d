package dev.retort.measure.diversity;

import dev.retort.text.WordSplitter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// The share of different n-grams among all n-grams of a set of texts.
///
/// `distinct-n = unique / total`, n-grams inside each text, pooled over texts; 0 < value <= 1. It falls with the number
/// of words whatever the texts say, so only sets of like size compare. Cost: linear in words. Source: Li et al. 2016
/// (arXiv 1510.03055). The n-gram diversity score of Shaib et al. 2024 (arXiv 2403.00553) is the sum over n of the same
/// ratio on the texts joined to one, where n-grams cross texts: [#joined] and [#sum].
///
/// @param order how many words an n-gram has
/// @param unique how many different n-grams there are
/// @param total how many n-grams there are
public record DistinctN(int order, int unique, long total) {

  /// For n = 1 to `longest`, with n-grams inside each text.
  public static List<DistinctN> of(List<String> texts, WordSplitter splitter, int longest) {
    return of(Grams.words(texts, splitter), longest);
  }

  static List<DistinctN> of(Grams words, int longest) {
    return Grams.upTo(longest, words).stream()
        .map(grams -> new DistinctN(grams.order(), grams.unique(), grams.total())).toList();
  }

  /// For n = 1 to `longest`, on the texts joined by a space and split at each space: n-grams cross texts, and two spaces
  /// in a row have an empty word between them.
  public static List<DistinctN> joined(List<String> texts, int longest) {
    return of(Grams.words(List.of(String.join(" ", texts).split(" ", -1))), longest);
  }

  public Score ratio() {
    return total == 0
        ? Score.absent("no text has " + order + (order == 1 ? " word" : " words"))
        : Score.of((double) unique / total);
  }

  /// The sum of the ratios: the n-gram diversity score when they are [#joined].
  public static Score sum(List<DistinctN> orders) {
    double sum = 0;
    for (DistinctN one : orders) {
      switch (one.ratio()) {
        case Score.Value(double value) -> sum += value;
        case Score.Absent absent -> {
          return absent;
        }
      }
    }
    return orders.isEmpty() ? Score.absent("no length of n-grams was asked for") : Score.of(sum);
  }

  /// The mean of the ratios, as `ngram_diversity` of the Vendi-Score package has it.
  public static Score mean(List<DistinctN> orders) {
    return switch (sum(orders)) {
      case Score.Value(double value) -> Score.of(value / orders.size());
      case Score.Absent absent -> absent;
    };
  }

  /// To three digits, as the diversity package rounds: half to even, of the exact binary value.
  static double rounded(double value) {
    return new BigDecimal(value).setScale(3, RoundingMode.HALF_EVEN).doubleValue();
  }
}
