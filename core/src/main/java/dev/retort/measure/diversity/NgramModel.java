package dev.retort.measure.diversity;

import dev.retort.text.WordSplitter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The built-in language model: how probable is a text, by the n-grams of the texts it has learnt?
///
/// Interpolated Witten-Bell over words or characters ([ContextTree]), with the end of a text as an event. Probabilities
/// are honest: over all there is they add up to 1. A word it has not seen is spelled by a model of characters, which has
/// learnt how the different words are spelled, and which knows every code point. Perplexity `exp(-mean ln p)` over words
/// (or characters) and ends; 1 and up, low where texts are foreseeable. It is that of this model and comparable only
/// with itself: what texts a neural model finds likely is another question. Cost: linear in words times order. Source:
/// Witten and Bell 1991, interpolated as in Chen and Goodman 1999.
public final class NgramModel {
  private static final int END = 0;
  private static final int START = 1;
  private static final int FIRST = 2;
  private static final int SPELLING_ORDER = 4;
  private static final double CODE_POINTS = Character.MAX_CODE_POINT + 1.0;
  private final ContextTree tree;
  private final @Nullable Words words;

  private NgramModel(ContextTree tree, @Nullable Words words) {
    this.tree = tree;
    this.words = words;
  }

  /// The known words, and how others are spelled.
  private record Words(WordSplitter splitter, Map<String, Integer> numbers, NgramModel spelling, double end) {

    /// The logarithm of a word's probability where nothing is known of it.
    double logBase(String word) {
      return Math.log1p(-end) + spelling.score(word).logProbability();
    }
  }

  /// How probable a text is.
  ///
  /// @param logProbability natural logarithm
  /// @param events words or characters, and the end
  public record Scored(double logProbability, long events) {
    public double perplexity() {
      return Math.exp(-logProbability / events);
    }
  }

  /// A model of characters (code points).
  public static NgramModel characters(Iterable<String> texts, int order) {
    ContextTree tree = new ContextTree(order);
    for (String text : texts) {
      int[] contexts = tree.learnStart(START);
      text.codePoints().forEach(point -> tree.learn(contexts, FIRST + point));
      tree.learn(contexts, END);
    }
    return new NgramModel(tree, null);
  }

  /// A model of words.
  public static NgramModel words(Iterable<String> texts, WordSplitter splitter, int order) {
    ContextTree tree = new ContextTree(order);
    Map<String, Integer> numbers = new HashMap<>();
    long ends = 0;
    long events = 0;
    for (String text : texts) {
      int[] contexts = tree.learnStart(START);
      List<String> words = splitter.words(text);
      for (String word : words) {
        tree.learn(contexts, numbers.computeIfAbsent(word, unknown -> FIRST + numbers.size()));
      }
      tree.learn(contexts, END);
      ends++;
      events += words.size() + 1;
    }
    double end = (ends + 1.0) / (events + 2.0);
    NgramModel spelling = characters(numbers.keySet().stream().sorted().toList(), SPELLING_ORDER);
    return new NgramModel(tree, new Words(splitter, numbers, spelling, end));
  }

  /// How probable a text is, its end included.
  public Scored score(String text) {
    return words == null ? spelled(text) : worded(words, words.splitter.words(text));
  }

  private Scored spelled(String text) {
    int[] contexts = tree.start(START);
    double sum = beginning(text, contexts);
    double end = Math.log(tree.probability(contexts, END, 1 / (CODE_POINTS + 1)));
    return new Scored(sum + end, text.codePointCount(0, text.length()) + 1L);
  }

  /// The logarithm of the probability that a text begins so, of a model of characters.
  double beginning(String text) {
    return beginning(text, tree.start(START));
  }

  private double beginning(String text, int[] contexts) {
    double sum = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int symbol = FIRST + text.codePointAt(at);
      sum += Math.log(tree.probability(contexts, symbol, 1 / (CODE_POINTS + 1)));
      tree.pass(contexts, symbol);
    }
    return sum;
  }

  private Scored worded(Words known, List<String> text) {
    int[] contexts = tree.start(START);
    double sum = 0;
    for (String word : text) {
      Integer number = known.numbers.get(word);
      int symbol = number == null ? Integer.MAX_VALUE : number;
      sum += number == null
          ? Math.log(tree.probability(contexts, symbol, 1)) + known.logBase(word)
          : Math.log(tree.probability(contexts, symbol, Math.exp(known.logBase(word))));
      tree.pass(contexts, symbol);
    }
    return new Scored(sum + Math.log(tree.probability(contexts, END, known.end)), text.size() + 1L);
  }

  /// The perplexity of texts taken together.
  public Score perplexity(List<String> texts) {
    double sum = 0;
    long events = 0;
    for (String text : texts) {
      Scored scored = score(text);
      sum += scored.logProbability;
      events += scored.events;
    }
    return events == 0 ? Score.absent("there are no texts") : finite(new Scored(sum, events).perplexity());
  }

  static Score finite(double perplexity) {
    return Double.isFinite(perplexity)
        ? Score.of(perplexity)
        : Score.absent("perplexity is beyond what a number holds: cut texts into shorter words");
  }

  /// The perplexity that log-probabilities of tokens add up to, such as a teacher gives.
  ///
  /// @param logProbabilities natural logarithms, none above 0
  public static Score perplexity(double[] logProbabilities) {
    double sum = 0;
    for (double one : logProbabilities) {
      if (!(one <= 0)) {
        throw new IllegalArgumentException("perplexity: found log-probability " + one
            + ", wanted one that is 0 or less. Leave tokens without one out.");
      }
      sum += one;
    }
    if (logProbabilities.length == 0) {
      return Score.absent("there are no log-probabilities");
    }
    double perplexity = new Scored(sum, logProbabilities.length).perplexity();
    return Double.isFinite(perplexity) ? Score.of(perplexity) : Score.absent("a token has probability 0");
  }
}
