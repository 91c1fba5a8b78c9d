package dev.retort.measure.diversity;

import dev.retort.measure.similarity.Rouge;
import dev.retort.measure.similarity.SimilarityMatrix;
import dev.retort.measure.similarity.TextMeasure;
import dev.retort.text.WordSplitter;
import java.util.Arrays;
import java.util.List;

/// How alike each two texts are, on average.
///
/// The mean over ordered pairs of different texts; 0 (nothing in common) to 1 for ROUGE-L. Cost: quadratic in texts.
/// Source: Padmakumar and He 2023 (arXiv 2309.05196), as the diversity package of Shaib et al. computes it, but for one
/// thing: where no pair has anything in common, that gives 1 and this 0 ([#asPackage] gives what that gives).
public final class Homogenization {
  private static final int LONGEST = 4;

  private Homogenization() {}

  /// Each text's mean F1 of ROUGE-L with the others; needs two texts.
  public static double[] rougeL(List<String> texts, boolean stemmed) {
    return perText(texts, Rouge.rougeL(stemmed));
  }

  /// Each text's mean likeness to the others, as reference and as hypothesis.
  public static double[] perText(List<String> texts, TextMeasure<?> measure) {
    int n = texts.size();
    double[] sums = new double[n];
    String[][] each = new String[n][];
    Arrays.setAll(each, t -> new String[]{texts.get(t)});
    double share = measure.symmetric() ? 1.0 / (n - 1) : 0.5 / (n - 1);
    new SimilarityMatrix(List.of(measure)).compare(each, (prompt, which, a, b, value) -> {
      sums[a] += share * value;
      sums[b] += share * value;
    });
    return sums;
  }

  public static Score mean(List<String> texts, TextMeasure<?> measure) {
    return texts.size() < 2
        ? Score.absent("a text is compared with the others, and there are none")
        : Score.of(Arrays.stream(perText(texts, measure)).sum() / texts.size());
  }

  /// The package's score by BLEU: each text is the reference of one corpus BLEU of all others, divided by their number.
  ///
  /// Corpus BLEU-4 without smoothing as Hugging Face's `evaluate` has it. Since it is divided although it is a mean
  /// already, values are near 0 and fall with the number of texts: for comparison with published numbers only.
  ///
  /// @param splitter its tokenizer is 13a
  public static Score bleu(List<String> texts, WordSplitter splitter) {
    Grams words = Grams.words(texts, splitter);
    int n = texts.size();
    if (n < 2) {
      return Score.absent("a text is compared with the others, and there are none");
    }
    for (int t = 0; t < n; t++) {
      if (words.of(t).length == 0) {
        return Score.absent("text " + (t + 1) + " has no words");
      }
    }
    List<Grams> orders = Grams.upTo(LONGEST, words);
    double sum = 0;
    for (int t = 0; t < n; t++) {
      sum += corpusBleu(orders, t) / (n - 1);
    }
    return Score.of(sum / n);
  }

  /// BLEU of all texts but one, which is the reference of each.
  private static double corpusBleu(List<Grams> orders, int reference) {
    double logs = 0;
    for (Grams grams : orders) {
      int[] counts = new int[grams.unique()];
      long matched = 0;
      long possible = 0;
      for (int t = 0; t < grams.texts(); t++) {
        if (t != reference) {
          matched += matched(grams.of(reference), grams.of(t), counts);
          possible += grams.of(t).length;
        }
      }
      if (matched == 0) {
        return 0;
      }
      logs += Math.log((double) matched / possible) / LONGEST;
    }
    Grams words = orders.getFirst();
    long own = words.of(reference).length;
    double ratio = (double) (words.total() - own) / (own * (words.texts() - 1));
    return Math.exp(logs) * (ratio > 1 ? 1 : Math.exp(1 - 1 / ratio));
  }

  /// How many n-grams two texts share, each as often as both have it; counts are 0 before and after.
  private static long matched(int[] reference, int[] text, int[] counts) {
    for (int gram : reference) {
      counts[gram]++;
    }
    long matched = 0;
    for (int gram : text) {
      if (counts[gram] > 0) {
        counts[gram]--;
        matched++;
      }
    }
    for (int gram : reference) {
      counts[gram] = 0;
    }
    return matched;
  }

  /// What the package prints: three digits, and 1 where no pair has anything in common.
  public static double asPackage(double value) {
    return value == 0 ? 1 : DistinctN.rounded(value);
  }
}
