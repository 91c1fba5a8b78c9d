package dev.retort.measure.diversity;

import dev.retort.text.WordSplitter;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// How well each text is made up of pieces of the others: BLEU of each text against all others.
///
/// BLEU-n with weights 1/n, smoothing method 1 of Chen and Cherry (0.1 for a precision of nothing), closest reference
/// length; 0 to 1, and high where texts are alike. The count of an n-gram is clipped to its highest count in another
/// text, which follows from the two highest counts and the text that holds the first, so the cost is linear in words and
/// not quadratic in texts. Source: Zhu et al. 2018 (Texygen, arXiv 1802.01886); sentence BLEU as NLTK has it.
public final class SelfBleu {
  private static final double EPSILON = 0.1;

  private SelfBleu() {}

  /// Each text's BLEU against all others; 0 for one without words. Needs two texts.
  public static double[] perText(List<String> texts, WordSplitter splitter, int longest) {
    return perText(Grams.words(texts, splitter), longest);
  }

  static double[] perText(Grams words, int longest) {
    return perText(Grams.upTo(longest, words));
  }

  /// @param orders n-grams of 1 word, 2 words and so on
  static double[] perText(List<Grams> orders) {
    Grams words = orders.getFirst();
    double[] logs = new double[words.texts()];
    orders.forEach(grams -> addLogs(grams, logs, orders.size()));
    Lengths lengths = new Lengths(words);
    double[] scores = new double[logs.length];
    for (int t = 0; t < scores.length; t++) {
      int length = words.of(t).length;
      scores[t] = length == 0 || logs.length < 2 ? 0 : lengths.penalty(length) * Math.exp(logs[t]);
    }
    return scores;
  }

  public static Score mean(List<String> texts, WordSplitter splitter, int longest) {
    return texts.size() < 2
        ? Score.absent("a text is compared with the others, and there are none")
        : Score.of(Arrays.stream(perText(texts, splitter, longest)).sum() / texts.size());
  }

  /// Adds each text's weighted logarithm of the precision of this order; minus infinity where no word matches.
  private static void addLogs(Grams grams, double[] logs, int longest) {
    int[] counts = new int[grams.unique()];
    Highest highest = new Highest(grams, counts);
    for (int t = 0; t < logs.length; t++) {
      int[] text = grams.of(t);
      count(text, counts);
      long matched = 0;
      for (int gram : text) {
        matched += Math.min(counts[gram], highest.inOthers(gram, t));
        counts[gram] = 0;
      }
      double numerator = matched > 0 || grams.order() == 1 ? matched : EPSILON;
      logs[t] += Math.log(numerator / Math.max(1, text.length)) / longest;
    }
  }

  private static void count(int[] text, int[] counts) {
    for (int gram : text) {
      counts[gram]++;
    }
  }

  /// The two highest counts of each n-gram in a text, and which text has the first.
  private static final class Highest {
    private final int[] first;
    private final int[] second;
    private final int[] holder;

    Highest(Grams grams, int[] counts) {
      first = new int[grams.unique()];
      second = new int[grams.unique()];
      holder = new int[grams.unique()];
      for (int t = 0; t < grams.texts(); t++) {
        count(grams.of(t), counts);
        for (int gram : grams.of(t)) {
          put(gram, counts[gram], t);
          counts[gram] = 0;
        }
      }
    }

    private void put(int gram, int count, int text) {
      if (count > first[gram]) {
        second[gram] = first[gram];
        first[gram] = count;
        holder[gram] = text;
      } else if (count > second[gram]) {
        second[gram] = count;
      }
    }

    int inOthers(int gram, int text) {
      return holder[gram] == text ? second[gram] : first[gram];
    }
  }

  /// How long the other texts are.
  private static final class Lengths {
    private final TreeMap<Integer, Integer> texts = new TreeMap<>();

    Lengths(Grams words) {
      for (int t = 0; t < words.texts(); t++) {
        texts.merge(words.of(t).length, 1, Integer::sum);
      }
    }

    /// The brevity penalty against the closest other length, the shorter one of two that are as close.
    double penalty(int length) {
      if (texts.getOrDefault(length, 0) > 1) {
        return 1;
      }
      Integer shorter = texts.lowerKey(length);
      Integer longer = texts.higherKey(length);
      boolean below = longer == null || shorter != null && length - shorter <= longer - length;
      return below || longer == null ? 1 : Math.exp(1 - (double) longer / length);
    }
  }
}
