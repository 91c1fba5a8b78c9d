package dev.retort.measure.similarity;

import dev.retort.text.PorterStemmer;
import dev.retort.text.WordSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// METEOR as NLTK computes it, 0 to 1: words shared, and how broken up they are.
///
/// Words in lower case are aligned in three stages, by equality, by Porter's stem and by synonyms; each stage goes from
/// the last word of the hypothesis to the first and takes the last free word of the reference that fits. The score is
/// F x (1 - gamma (chunks / matches)^beta), where F weighs recall by alpha and chunks are runs of words in the same order
/// in both. Tokenisation is the caller's choice. Cost: linear in the words of both texts.
///
/// Source: Lavie and Agarwal, METEOR, WMT 2007; `single_meteor_score` of NLTK 3.8. It does not look for the alignment
/// with the fewest crossings as the paper's program does, and two equal texts of n words score 1 - 0.5 / n^3.
public final class Meteor implements TextMeasure<Meteor.Words> {

  /// A text as words in lower case.
  ///
  /// @param stems what Porter's stemmer leaves of each
  public record Words(List<String> exact, List<String> stems) {
    public Words {
      exact = List.copyOf(exact);
      stems = List.copyOf(stems);
    }
  }

  /// @param alpha how much recall weighs against precision
  /// @param beta how the penalty grows with the share of chunks
  /// @param gamma the largest penalty
  public record Weights(double alpha, double beta, double gamma) {
    public static final Weights DEFAULT = new Weights(0.9, 3, 0.5);
  }

  private final WordSplitter words;
  private final Synonyms synonyms;
  private final Weights weights;

  public Meteor(WordSplitter words, Synonyms synonyms, Weights weights) {
    this.words = words;
    this.synonyms = synonyms;
    this.weights = weights;
  }

  /// With NLTK's weights, without synonyms.
  public static Meteor exactAndStem(WordSplitter words) {
    return new Meteor(words, Synonyms.NONE, Weights.DEFAULT);
  }

  public static Meteor withSynonyms(WordSplitter words, Synonyms synonyms) {
    return new Meteor(words, synonyms, Weights.DEFAULT);
  }

  @Override
  public String name() {
    return "meteor";
  }

  @Override
  public boolean symmetric() {
    return false;
  }

  @Override
  public Words prepare(String text) {
    return prepare(words.words(text));
  }

  /// A text that is already cut into words.
  public static Words prepare(List<String> words) {
    List<String> exact = new ArrayList<>(words.size());
    List<String> stems = new ArrayList<>(words.size());
    for (String word : words) {
      String lower = word.toLowerCase(Locale.ROOT);
      exact.add(lower);
      stems.add(PorterStemmer.stem(lower));
    }
    return new Words(exact, stems);
  }

  @Override
  public double compare(Words reference, Words hypothesis) {
    int[] aligned = MeteorAlignment.of(reference, hypothesis, synonyms);
    int matches = 0;
    int chunks = 0;
    for (int i = 0; i < aligned.length; i++) {
      if (aligned[i] != MeteorAlignment.NONE) {
        matches++;
        boolean goesOn = i > 0 && aligned[i - 1] != MeteorAlignment.NONE && aligned[i] == aligned[i - 1] + 1;
        chunks += goesOn ? 0 : 1;
      }
    }
    return matches == 0 ? 0 : score(matches, chunks, reference.exact().size(), hypothesis.exact().size());
  }

  private double score(double matches, double chunks, int referenceLength, int hypothesisLength) {
    double precision = matches / hypothesisLength;
    double recall = matches / referenceLength;
    double mean = precision * recall / (weights.alpha * precision + (1 - weights.alpha) * recall);
    return (1 - weights.gamma * Math.pow(chunks / matches, weights.beta)) * mean;
  }
}
