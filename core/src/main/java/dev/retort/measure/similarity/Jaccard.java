package dev.retort.measure.similarity;

import dev.retort.text.PairNumbers;
import dev.retort.text.RougeWords;
import dev.retort.text.Vocabulary;
import dev.retort.text.WordSplitter;
import java.util.List;

/// The share of n-grams that are in both texts among those in either, 0..1; 0 where neither has one.
///
/// Cost: linear in the words of both texts.
/// Source: P. Jaccard, 1912; over n-grams of words: A. Broder, On the resemblance and containment of documents, 1997.
///
/// @param length of the n-grams, from 1
public record Jaccard(WordSplitter words, int length) implements TextMeasure<List<String>> {

  public Jaccard {
    if (length < 1) {
      throw new IllegalArgumentException("jaccard: found n-grams of %d words, wanted 1 or more".formatted(length));
    }
  }

  /// Over runs of `a-z0-9` in lower case, as ROUGE without stemming.
  public static Jaccard of(int length) {
    return new Jaccard(RougeWords.plain(), length);
  }

  @Override
  public String name() {
    return "jaccard";
  }

  @Override
  public boolean symmetric() {
    return true;
  }

  @Override
  public List<String> prepare(String text) {
    return words.words(text);
  }

  @Override
  public double compare(List<String> reference, List<String> hypothesis) {
    Vocabulary vocabulary = new Vocabulary();
    int[] from = vocabulary.ids(reference);
    int[] to = vocabulary.ids(hypothesis);
    int[] fromGrams = from;
    int[] toGrams = to;
    int numbers = vocabulary.size();
    for (int n = 1; n < length; n++) {
      PairNumbers longer = new PairNumbers();
      fromGrams = longer.longer(fromGrams);
      toGrams = longer.longer(toGrams);
      numbers = longer.size();
    }
    WordCounts counts = WordCounts.of(fromGrams, numbers);
    int shared = WordCounts.of(toGrams, numbers).shared(counts.dense(numbers));
    return numbers == 0 ? 0 : shared / (double) numbers;
  }
}
