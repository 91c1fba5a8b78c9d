package dev.retort.measure.diversity;

import dev.retort.text.WordSplitter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/// Texts as vectors without a model: weighted words, hashed with a sign into a fixed number of places.
///
/// A word's weight is `(1 + ln count) ln(texts / texts that have it)`, so words of all texts count nothing. Inner products
/// are those of the words' vectors in expectation over hashes (Weinberger et al. 2009, arXiv 0902.2206).
final class HashedFeatures {
  private HashedFeatures() {}

  static double[][] of(List<String> texts, WordSplitter splitter, int size) {
    List<Map<String, Integer>> counts = new ArrayList<>();
    Map<String, Integer> having = new HashMap<>();
    for (String text : texts) {
      Map<String, Integer> count = new HashMap<>();
      splitter.words(text).forEach(word -> count.merge(word, 1, Integer::sum));
      count.keySet().forEach(word -> having.merge(word, 1, Integer::sum));
      counts.add(count);
    }
    double[][] vectors = new double[texts.size()][size];
    CRC32C hash = new CRC32C();
    for (int t = 0; t < vectors.length; t++) {
      for (Map.Entry<String, Integer> word : counts.get(t).entrySet()) {
        hash.reset();
        hash.update(word.getKey().getBytes(StandardCharsets.UTF_8));
        double rarity = Math.log((double) texts.size() / having.getOrDefault(word.getKey(), 1));
        double weight = (1 + Math.log(word.getValue())) * rarity;
        int place = (int) (hash.getValue() >>> 1) & Integer.MAX_VALUE;
        vectors[t][place % size] += (hash.getValue() & 1) == 0 ? weight : -weight;
      }
    }
    return vectors;
  }
}
