package dev.retort.measure.similarity;

import dev.retort.text.PairNumbers;
import dev.retort.text.RougeWords;
import dev.retort.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Words, pairs of words or the longest common subsequence that two texts share.
///
/// Values are those of rouge_score 0.1.2, of which `compare` gives F1. [SimilarityMatrix] compares many texts with each
/// other faster than this does two by two.
///
/// Cost: a + b for ROUGE-1 and -2, a x b / 64 for the others, for texts of a and b words.
/// Source: C.-Y. Lin, ROUGE: a package for automatic evaluation of summaries, 2004.
public final class Rouge implements TextMeasure<List<List<String>>> {

  /// Which of them; the names are those of rouge_score.
  public enum Kind {
    ROUGE_1("rouge1"), ROUGE_2("rouge2"), ROUGE_L("rougeL"), ROUGE_L_SUM("rougeLsum");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private final Kind kind;
  private final boolean stemmed;
  private final RougeWords words;
  private final Function<String, List<String>> sentences;

  private Rouge(Kind kind, boolean stemmed, Function<String, List<String>> sentences) {
    this.kind = kind;
    this.stemmed = stemmed;
    this.words = stemmed ? RougeWords.stemmed() : RougeWords.plain();
    this.sentences = sentences;
  }

  public static Rouge rouge1(boolean stemmed) {
    return new Rouge(Kind.ROUGE_1, stemmed, List::of);
  }

  public static Rouge rouge2(boolean stemmed) {
    return new Rouge(Kind.ROUGE_2, stemmed, List::of);
  }

  public static Rouge rougeL(boolean stemmed) {
    return new Rouge(Kind.ROUGE_L, stemmed, List::of);
  }

  /// ROUGE-L over sentences, where each line is one.
  public static Rouge rougeLsum(boolean stemmed) {
    return rougeLsum(stemmed, text -> Arrays.asList(text.split("\n", -1)));
  }

  /// ROUGE-L over sentences.
  /// @param sentences cuts a text into them
  public static Rouge rougeLsum(boolean stemmed, Function<String, List<String>> sentences) {
    return new Rouge(Kind.ROUGE_L_SUM, stemmed, sentences);
  }

  @Override
  public String name() {
    return kind.text;
  }

  public Kind kind() {
    return kind;
  }

  public boolean stemmed() {
    return stemmed;
  }

  /// ROUGE-Lsum starts from the sentences of the reference.
  @Override
  public boolean symmetric() {
    return kind != Kind.ROUGE_L_SUM;
  }

  /// The words of each sentence; all but ROUGE-Lsum take a text as one.
  @Override
  public List<List<String>> prepare(String text) {
    return sentences.apply(text).stream().map(words::words).toList();
  }

  @Override
  public double compare(List<List<String>> reference, List<List<String>> hypothesis) {
    return score(reference, hypothesis).f1();
  }

  public RougeScore score(String reference, String hypothesis) {
    return score(prepare(reference), prepare(hypothesis));
  }

  /// @param reference its words, sentence by sentence
  public RougeScore score(List<List<String>> reference, List<List<String>> hypothesis) {
    Vocabulary vocabulary = new Vocabulary();
    List<int[]> from = reference.stream().map(vocabulary::ids).toList();
    List<int[]> to = hypothesis.stream().map(vocabulary::ids).toList();
    int size = vocabulary.size();
    return switch (kind) {
      case ROUGE_1 -> shared(joined(from), joined(to), size);
      case ROUGE_2 -> bigrams(joined(from), joined(to));
      case ROUGE_L -> {
        int[] a = joined(from);
        int[] b = joined(to);
        yield RougeScore.of(new LongestCommon(a, size).with(b), a.length, b.length);
      }
      case ROUGE_L_SUM -> RougeScore.of(SummaryCommon.matches(from, to, size), joined(from).length, joined(to).length);
    };
  }

  private static RougeScore bigrams(int[] reference, int[] hypothesis) {
    PairNumbers pairs = new PairNumbers();
    int[] from = pairs.longer(reference);
    int[] to = pairs.longer(hypothesis);
    return shared(from, to, pairs.size());
  }

  private static RougeScore shared(int[] reference, int[] hypothesis, int vocabulary) {
    int[] counts = WordCounts.of(reference, vocabulary).dense(vocabulary);
    int common = WordCounts.of(hypothesis, vocabulary).common(counts);
    return RougeScore.of(common, reference.length, hypothesis.length);
  }

  private static int[] joined(List<int[]> sentences) {
    return sentences.size() == 1
        ? sentences.getFirst()
        : sentences.stream().flatMapToInt(Arrays::stream).toArray();
  }
}
