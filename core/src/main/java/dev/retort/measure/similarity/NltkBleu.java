package dev.retort.measure.similarity;

import dev.retort.text.WordSplitter;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/// BLEU as NLTK computes it, 0 to 1, with any of its smoothings.
///
/// The brevity penalty times the weighted geometric mean of n-gram precisions. Tokenisation is the caller's choice, since
/// NLTK takes words, not texts. Where NLTK stops with an error (`method6` when no trigram matches) there is no score:
/// empty, and NaN, which means missing, from `compare`. Cost: linear in the words of both texts.
///
/// Source: Papineni et al., BLEU, ACL 2002; `nltk.translate.bleu_score` of NLTK 3.8.
public final class NltkBleu implements TextMeasure<List<String>> {
  private static final int ORDERS = 5;

  private final WordSplitter words;
  private final ChenCherry smoothing;
  private final double[] weights;

  /// @param weights of unigrams, bigrams, ...; at most five
  public NltkBleu(WordSplitter words, ChenCherry smoothing, double... weights) {
    if (weights.length == 0 || weights.length > ORDERS) {
      throw new IllegalArgumentException("weights: found %d, wanted 1 to %d".formatted(weights.length, ORDERS));
    }
    this.words = words;
    this.smoothing = smoothing;
    this.weights = weights.clone();
  }

  /// NLTK's default: 1- to 4-grams count alike.
  public static NltkBleu of(WordSplitter words, ChenCherry smoothing) {
    return new NltkBleu(words, smoothing, 0.25, 0.25, 0.25, 0.25);
  }

  @Override
  public String name() {
    return "nltk_bleu";
  }

  @Override
  public boolean symmetric() {
    return false;
  }

  @Override
  public List<String> prepare(String text) {
    return words.words(text);
  }

  /// The score, NaN where it is undefined.
  @Override
  public double compare(List<String> reference, List<String> hypothesis) {
    return sentence(List.of(reference), hypothesis).orElse(Double.NaN);
  }

  /// The score of one hypothesis; empty where NLTK stops with an error.
  /// @param references at least one
  public OptionalDouble sentence(List<List<String>> references, List<String> hypothesis) {
    return score(NgramMatches.of(references, hypothesis, ORDERS));
  }

  /// The score of all hypotheses together: counts are added up before they are divided.
  /// @param references of each hypothesis, at least one
  /// @throws IllegalArgumentException for methods 5 to 7, for which NLTK takes the words of the last hypothesis only
  public OptionalDouble corpus(List<List<List<String>>> references, List<List<String>> hypotheses) {
    if (smoothing.ofOneSentence()) {
      throw new IllegalArgumentException(
          smoothing.label() + " smooths sentences, not a corpus; use method0 to method4");
    }
    if (references.size() != hypotheses.size()) {
      throw new IllegalArgumentException("found %d hypotheses and references for %d".formatted(hypotheses.size(),
          references.size()));
    }
    NgramMatches sum = new NgramMatches(new long[ORDERS], new long[ORDERS], 0, 0);
    for (int i = 0; i < hypotheses.size(); i++) {
      sum = sum.plus(NgramMatches.of(references.get(i), hypotheses.get(i), ORDERS));
    }
    return score(sum);
  }

  /// The same words in references of one each.
  public OptionalDouble corpusOfPairs(List<List<String>> references, List<List<String>> hypotheses) {
    return corpus(references.stream().map(Collections::singletonList).toList(), hypotheses);
  }

  private OptionalDouble score(NgramMatches counts) {
    return counts.matches(1) == 0 ? OptionalDouble.of(0) : smoothing.score(counts, weights);
  }
}
