package dev.retort.measure.diversity;

import dev.retort.text.PairNumbers;
import dev.retort.text.Vocabulary;
import dev.retort.text.WordSplitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    Vocabulary vocabulary = new Vocabulary();
    int[][] all = new int[texts.size()][];
    for (int t = 0; t < all.length; t++) {
      all[t] = vocabulary.ids(splitter.words(texts.get(t)));
    }
    return new Grams(1, all, vocabulary.size());
  }

  /// One text, already cut into words.
  static Grams words(List<String> text) {
    Vocabulary vocabulary = new Vocabulary();
    int[][] all = {vocabulary.ids(text)};
    return new Grams(1, all, vocabulary.size());
  }

  /// The n-grams that are one word longer.
  Grams longer() {
    PairNumbers numbers = new PairNumbers();
    int[][] all = new int[texts.length][];
    for (int t = 0; t < all.length; t++) {
      int[] shorter = texts[t];
      all[t] = new int[Math.max(0, shorter.length - 1)];
      for (int i = 0; i < all[t].length; i++) {
        all[t][i] = numbers.id(shorter[i], shorter[i + 1]);
      }
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

  /// The n-grams of some of the texts, by the same numbers.
  Grams among(int[] chosen) {
    int[][] some = new int[chosen.length][];
    for (int i = 0; i < some.length; i++) {
      some[i] = texts[chosen[i]];
    }
    return new Grams(order, some, unique).renumbered();
  }

  /// The same n-grams numbered without gaps.
  private Grams renumbered() {
    int[] numbers = new int[unique];
    Arrays.fill(numbers, -1);
    int[][] all = new int[texts.length][];
    int next = 0;
    for (int t = 0; t < all.length; t++) {
      all[t] = new int[texts[t].length];
      for (int i = 0; i < all[t].length; i++) {
        int old = texts[t][i];
        numbers[old] = numbers[old] < 0 ? next++ : numbers[old];
        all[t][i] = numbers[old];
      }
    }
    return new Grams(order, all, next);
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
