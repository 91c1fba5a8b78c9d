package dev.retort.measure.similarity;

import dev.retort.text.PairNumbers;
import dev.retort.text.PythonSpace;
import dev.retort.text.Vocabulary;
import java.util.List;
import java.util.Locale;

/// How many runs of characters, and of words, two texts share: chrF and chrF++ as sacreBLEU computes them, 0..100.
///
/// Cost: n log n to prepare a text of n characters, then linear in both.
/// Source: M. Popović, chrF, 2015, and chrF++, 2017; sacrebleu 2.6.0.
///
/// @param characters the longest run of characters, 1 to 6
/// @param words the longest run of words: 0 for chrF, 2 for chrF++
/// @param beta how many times recall counts as much as precision
public record Chrf(int characters, int words, double beta, Options options) implements TextMeasure<Chrf.Text> {

  /// What is left as it is in chrF and chrF++.
  ///
  /// @param lowercase whether texts are put into lower case first
  /// @param whitespace whether white space counts as characters
  /// @param epsilon whether lengths that a text has no runs of count with next to nothing, instead of not at all
  public record Options(boolean lowercase, boolean whitespace, boolean epsilon) {
    public static final Options DEFAULT = new Options(false, false, false);
  }

  /// A text that is ready to be compared.
  public static final class Text {
    private final CharacterGrams characters;
    private final List<String> words;

    private Text(CharacterGrams characters, List<String> words) {
      this.characters = characters;
      this.words = words;
    }
  }

  public Chrf {
    if (characters < 1 || characters > CharacterGrams.LONGEST || words < 0 || !(beta > 0)) {
      throw new IllegalArgumentException(
          "chrF: found runs of %d characters and %d words, beta %s, wanted 1 to 6, 0 or more, above 0"
              .formatted(characters, words, beta));
    }
  }

  public static Chrf chrf() {
    return new Chrf(CharacterGrams.LONGEST, 0, 2, Options.DEFAULT);
  }

  /// chrF++: with runs of up to two words.
  public static Chrf plusPlus() {
    return new Chrf(CharacterGrams.LONGEST, 2, 2, Options.DEFAULT);
  }

  @Override
  public String name() {
    return "chrf" + "+".repeat(words);
  }

  @Override
  public boolean symmetric() {
    return beta == 1 && !options.epsilon;
  }

  @Override
  public Text prepare(String text) {
    String cased = options.lowercase ? text.toLowerCase(Locale.ROOT) : text;
    List<String> tokens = words == 0 ? List.of() : ChrfWords.words(cased);
    return new Text(CharacterGrams.of(options.whitespace ? cased : withoutSpace(cased)), tokens);
  }

  private static String withoutSpace(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!PythonSpace.is(text.charAt(i))) {
        kept.append(text.charAt(i));
      }
    }
    return kept.toString();
  }

  @Override
  public double compare(Text reference, Text hypothesis) {
    return score(count(reference, hypothesis));
  }

  /// The score of one text against the one of its references that gives the best.
  public double score(List<String> references, String hypothesis) {
    return score(count(references, hypothesis));
  }

  /// The score of what was counted, of one text or of many whose counts were added.
  public double score(ChrfCounts counts) {
    return options.epsilon ? counts.smoothed(beta) : counts.score(beta);
  }

  /// The score of many texts as one.
  /// @param references those of each hypothesis
  public double score(List<List<String>> references, List<String> hypotheses) {
    int lengths = characters + words;
    ChrfCounts all = new ChrfCounts(new long[lengths], new long[lengths], new long[lengths]);
    for (int i = 0; i < hypotheses.size(); i++) {
      all = all.plus(count(references.get(i), hypotheses.get(i)));
    }
    return score(all);
  }

  /// What there is to count against the reference that gives the best score, the first of several.
  public ChrfCounts count(List<String> references, String hypothesis) {
    Text text = prepare(hypothesis);
    ChrfCounts best = count(prepare(references.getFirst()), text);
    for (String other : references.subList(1, references.size())) {
      ChrfCounts counts = count(prepare(other), text);
      best = score(counts) > score(best) ? counts : best;
    }
    return best;
  }

  private ChrfCounts count(Text reference, Text hypothesis) {
    long[] to = new long[characters + words];
    long[] from = new long[characters + words];
    long[] matches = new long[characters + words];
    for (int n = 1; n <= characters; n++) {
      from[n - 1] = reference.characters.total(n);
      to[n - 1] = from[n - 1] == 0 ? 0 : hypothesis.characters.total(n);
      matches[n - 1] = reference.characters.common(hypothesis.characters, n);
    }
    if (words > 0) {
      countWords(reference.words, hypothesis.words, new long[][]{from, to, matches});
    }
    return new ChrfCounts(to, from, matches);
  }

  private void countWords(List<String> reference, List<String> hypothesis, long[][] out) {
    Vocabulary vocabulary = new Vocabulary();
    int[] from = vocabulary.ids(reference);
    int[] to = vocabulary.ids(hypothesis);
    int[] fromGrams = from;
    int[] toGrams = to;
    int numbers = vocabulary.size();
    for (int n = characters; n < characters + words; n++) {
      out[0][n] = fromGrams.length;
      out[1][n] = fromGrams.length == 0 ? 0 : toGrams.length;
      out[2][n] = WordCounts.of(toGrams, numbers).common(WordCounts.of(fromGrams, numbers).dense(numbers));
      PairNumbers longer = new PairNumbers();
      fromGrams = longer.longer(fromGrams);
      toGrams = longer.longer(toGrams);
      numbers = longer.size();
    }
  }
}
