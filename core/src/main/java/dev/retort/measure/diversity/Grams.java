package dev.retort.measure.diversity;

import dev.retort.text.WordSplitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The n-grams of texts as numbers: equal n-grams have equal numbers, from 0 without gaps.
///
/// An n-gram of n + 1 words is told by its two overlapping n-grams of n words, so longer ones follow from shorter ones
/// in one pass, exactly. N-grams do not cross texts.
final class Grams {
  private final int order;
  private final int[][] texts;
  private final int unique;

  private Grams(int order, int[][] texts, int unique) {
    this.order = order;
    this.texts = texts;
    this.unique = unique;
  }

  static Grams words(List<String> texts, WordSplitter splitter) {
    List<List<String>> split = new ArrayList<>(texts.size());
    texts.forEach(text -> split.add(splitter.words(text)));
    return words(split);
  }

  static Grams words(List<List<String>> texts) {
    Map<String, Integer> numbers = new HashMap<>();
    int[][] all = new int[texts.size()][];
    for (int t = 0; t < all.length; t++) {
      List<String> words = texts.get(t);
      all[t] = new int[words.size()];
      int i = 0;
      for (String word : words) {
        Integer known = numbers.putIfAbsent(word, numbers.size());
        all[t][i++] = known == null ? numbers.size() - 1 : known;
      }
    }
    return new Grams(1, all, numbers.size());
  }

  /// The n-grams that are one word longer.
  Grams longer() {
    PairTable numbers = new PairTable(unique);
    int[][] all = new int[texts.length][];
    for (int t = 0; t < all.length; t++) {
      int[] shorter = texts[t];
      int[] grams = new int[Math.max(0, shorter.length - 1)];
      for (int i = 0; i < grams.length; i++) {
        grams[i] = numbers.number(shorter[i], shorter[i + 1]);
      }
      all[t] = grams;
    }
    return new Grams(order + 1, all, numbers.size());
  }

  /// N-grams of 1 to `longest` words.
  static List<Grams> upTo(int longest, Grams words) {
    List<Grams> all = new ArrayList<>(List.of(words));
    while (all.size() < longest) {
      all.add(all.getLast().longer());
    }
    return all;
  }

  Grams ofOrder(int wanted) {
    Grams grams = this;
    while (grams.order < wanted) {
      grams = grams.longer();
    }
    return grams;
  }

  int order() {
    return order;
  }

  int texts() {
    return texts.length;
  }

  /// The numbers of one text's n-grams, in order; not to be changed.
  int[] of(int text) {
    return texts[text];
  }

  int unique() {
    return unique;
  }

  long total() {
    long total = 0;
    for (int[] text : texts) {
      total += text.length;
    }
    return total;
  }
}
