package dev.retort.measure.similarity;

import dev.retort.text.PairNumbers;
import dev.retort.text.SacreWords;
import dev.retort.text.Vocabulary;
import java.util.List;
import java.util.Locale;

/// How many n-grams of a text, of 1 to 4 tokens, are in a reference: BLEU as sacreBLEU computes it, 0..100.
///
/// Cost: linear in the tokens of both texts.
/// Source: K. Papineni et al., BLEU, 2002; M. Post, A call for clarity in reporting BLEU scores, 2018; sacrebleu 2.6.0.
///
/// @param effectiveOrder whether lengths the hypothesis is too short for are left out
/// @param lowercase whether texts are put into lower case first
public record SacreBleu(SacreWords words, Smoothing smoothing, boolean effectiveOrder,
    boolean lowercase) implements TextMeasure<List<String>> {
  static final int ORDER = 4;

  /// For single texts: tokens of `13a`, exponential smoothing, effective order.
  public static SacreBleu sentence() {
    return new SacreBleu(SacreWords.THIRTEEN_A, new Smoothing.Exponential(), true, false);
  }

  /// For many texts as one: the same without effective order.
  public static SacreBleu corpus() {
    return new SacreBleu(SacreWords.THIRTEEN_A, new Smoothing.Exponential(), false, false);
  }

  @Override
  public String name() {
    return "bleu";
  }

  @Override
  public boolean symmetric() {
    return false;
  }

  @Override
  public List<String> prepare(String text) {
    return words.words(lowercase ? text.toLowerCase(Locale.ROOT) : text);
  }

  @Override
  public double compare(List<String> reference, List<String> hypothesis) {
    return score(count(List.of(reference), hypothesis)).score();
  }

  /// The score of one text against one or more references.
  public BleuScore score(List<String> references, String hypothesis) {
    return score(count(references.stream().map(this::prepare).toList(), prepare(hypothesis)));
  }

  /// The score of what was counted, of one text or of many whose counts were added.
  public BleuScore score(BleuCounts counts) {
    return BleuScore.of(counts, smoothing, effectiveOrder);
  }

  /// The score of many texts as one.
  /// @param references those of each hypothesis
  public BleuScore score(List<List<String>> references, List<String> hypotheses) {
    BleuCounts all = BleuCounts.none();
    for (int i = 0; i < hypotheses.size(); i++) {
      all = all.plus(count(references.get(i).stream().map(this::prepare).toList(), prepare(hypotheses.get(i))));
    }
    return score(all);
  }

  /// What there is to count of tokens.
  ///
  /// An n-gram can only be shared where both shorter ones in it are, so the others are left out of the next round.
  /// @param references at least one
  public BleuCounts count(List<List<String>> references, List<String> hypothesis) {
    Vocabulary vocabulary = new Vocabulary();
    int[] grams = vocabulary.ids(hypothesis);
    List<int[]> others = references.stream().map(vocabulary::known).toList();
    int numbers = vocabulary.size();
    long[] matches = new long[ORDER];
    long[] totals = new long[ORDER];
    for (int n = 1; n <= ORDER; n++) {
      int[] most = most(others, numbers);
      totals[n - 1] = grams.length;
      leaveOutUnshared(grams, most);
      matches[n - 1] = matches(grams, most);
      if (n < ORDER) {
        PairNumbers longer = new PairNumbers();
        grams = longer.longer(grams);
        others = others.stream().map(longer::knownLonger).toList();
        numbers = longer.size();
      }
    }
    return new BleuCounts(matches, totals, hypothesis.size(), closest(references, hypothesis.size()));
  }

  /// How often each n-gram is in the reference that has it most often.
  private static int[] most(List<int[]> references, int numbers) {
    int[] most = new int[numbers];
    for (int[] reference : references) {
      int[] counts = new int[numbers];
      for (int gram : reference) {
        if (gram >= 0) {
          most[gram] = Math.max(most[gram], ++counts[gram]);
        }
      }
    }
    return most;
  }

  private static void leaveOutUnshared(int[] grams, int[] most) {
    for (int i = 0; i < grams.length; i++) {
      if (grams[i] >= 0 && most[grams[i]] == 0) {
        grams[i] = -1;
      }
    }
  }

  /// Takes each match from what is left.
  private static long matches(int[] grams, int[] left) {
    long matches = 0;
    for (int gram : grams) {
      if (gram >= 0 && left[gram] > 0) {
        left[gram]--;
        matches++;
      }
    }
    return matches;
  }

  /// The shorter one where two come as close.
  private static int closest(List<List<String>> references, int length) {
    return references.stream().mapToInt(List::size).sorted()
        .reduce((one, other) -> Math.abs(other - length) < Math.abs(one - length) ? other : one).orElseThrow();
  }
}
