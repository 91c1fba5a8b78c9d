package dev.retort.measure.similarity;

import dev.retort.text.PairNumbers;
import dev.retort.text.RougeWords;
import dev.retort.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answers to one prompt, each cut into words once, ready to be compared with each other by ROUGE.
///
/// Words and pairs of words are numbered within the prompt, so that counting takes an array and memory is that of one
/// prompt; a word is stemmed once a prompt, however often it is in the answers.
final class RougePrompt {
  private final @Nullable Answer[] answers;
  private final int words;
  private final int pairs;

  private record Answer(int[] text, WordCounts words, WordCounts pairs) {}

  /// @param texts one an author; null where there is none
  RougePrompt(@Nullable String[] texts, boolean stemmed) {
    Vocabulary stems = new Vocabulary();
    Words numbers = new Words(stems, stemmed);
    PairNumbers bigrams = new PairNumbers();
    int[][] ids = new int[texts.length][];
    int[][] pairIds = new int[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      String text = texts[i];
      ids[i] = text == null ? new int[0] : numbers.of(text);
      pairIds[i] = bigrams.longer(ids[i]);
    }
    this.words = stems.size();
    this.pairs = bigrams.size();
    this.answers = new @Nullable Answer[texts.length];
    for (int i = 0; i < texts.length; i++) {
      if (texts[i] != null) {
        answers[i] = new Answer(ids[i], WordCounts.of(ids[i], words), WordCounts.of(pairIds[i], pairs));
      }
    }
  }

  /// Numbers the words of texts; with stemming, words of one stem have one number.
  private static final class Words {
    private final RougeWords splitter = RougeWords.plain();
    private final Vocabulary asWritten = new Vocabulary();
    private final Vocabulary stems;
    private final boolean stemmed;
    private int[] stemOf = new int[256];

    Words(Vocabulary stems, boolean stemmed) {
      this.stems = stems;
      this.stemmed = stemmed;
    }

    int[] of(String text) {
      List<String> words = splitter.words(text);
      if (!stemmed) {
        return stems.ids(words);
      }
      int[] ids = new int[words.size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = stem(words.get(i));
      }
      return ids;
    }

    private int stem(String word) {
      int known = asWritten.size();
      int written = asWritten.id(word);
      if (written == known) {
        if (written == stemOf.length) {
          stemOf = Arrays.copyOf(stemOf, written * 2);
        }
        stemOf[written] = stems.id(RougeWords.stem(word));
      }
      return stemOf[written];
    }
  }

  /// Puts F1 of all pairs `a < b` that are there into `out[a * authors + b]`.
  void fill(Rouge.Kind kind, double[] out) {
    for (int a = 0; a < answers.length; a++) {
      Answer one = answers[a];
      if (one != null) {
        fill(kind, a, one, out);
      }
    }
  }

  private void fill(Rouge.Kind kind, int a, Answer one, double[] out) {
    Against against = against(kind, one);
    for (int b = a + 1; b < answers.length; b++) {
      Answer other = answers[b];
      if (other != null) {
        out[a * answers.length + b] = against.score(other).f1();
      }
    }
  }

  private interface Against {
    RougeScore score(Answer other);
  }

  private Against against(Rouge.Kind kind, Answer one) {
    return switch (kind) {
      case ROUGE_1 -> {
        int[] counts = one.words.dense(words);
        yield other -> RougeScore.of(other.words.common(counts), one.words.total(), other.words.total());
      }
      case ROUGE_2 -> {
        int[] counts = one.pairs.dense(pairs);
        yield other -> RougeScore.of(other.pairs.common(counts), one.pairs.total(), other.pairs.total());
      }
      case ROUGE_L -> {
        LongestCommon common = new LongestCommon(one.text, words);
        yield other -> RougeScore.of(common.with(other.text), one.text.length, other.text.length);
      }
      case ROUGE_L_SUM -> throw new IllegalArgumentException("rougeLsum is compared text by text");
    };
  }
}
