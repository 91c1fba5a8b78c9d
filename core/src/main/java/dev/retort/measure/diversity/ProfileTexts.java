package dev.retort.measure.diversity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// The texts a profile looks at: a seeded sample, without those that have no words, cut into words once.
///
/// @param of how many texts there were
/// @param vectors of the texts, or none
/// @param words the words of each text
record ProfileTexts(long of, long withoutWords, List<String> texts, List<double[]> vectors, Grams words, long seed) {
  /// How many parts texts are dealt into for a jackknife.
  static final int GROUPS = 20;
  /// With more, fewer texts are looked at: n-grams of some four million words take about half a gibibyte.
  private static final long MOST_CHARACTERS = 24_000_000;

  static ProfileTexts of(List<String> texts, List<double[]> vectors, DiversityOptions options) {
    int[] chosen = sample(texts.size(), within(texts, options.limits().linear()), options.seed());
    Grams all = Grams.words(Arrays.stream(chosen).mapToObj(texts::get).toList(), options.splitter());
    int[] kept = Arrays.stream(places(chosen.length)).filter(place -> all.of(place).length > 0).toArray();
    return new ProfileTexts(texts.size(), chosen.length - kept.length,
        Arrays.stream(kept).mapToObj(place -> texts.get(chosen[place])).toList(),
        vectors.isEmpty() ? List.of() : Arrays.stream(kept).mapToObj(place -> vectors.get(chosen[place])).toList(),
        all.among(kept), options.seed());
  }

  /// So many texts that they have about as many characters as may be.
  private static int within(List<String> texts, int most) {
    long characters = 0;
    for (String text : texts) {
      characters += text.length();
    }
    double share = (double) MOST_CHARACTERS / Math.max(1, characters);
    double each = Math.min(1, (double) most / Math.max(1, texts.size()));
    return share >= each ? most : (int) Math.max(2, share * texts.size());
  }

  int size() {
    return texts.size();
  }

  /// A sample of these texts, or all.
  ProfileTexts most(int most) {
    if (size() <= most) {
      return this;
    }
    int[] kept = sample(size(), most, seed + 1);
    return new ProfileTexts(of, withoutWords, Arrays.stream(kept).mapToObj(texts::get).toList(),
        vectors.isEmpty() ? List.of() : Arrays.stream(kept).mapToObj(vectors::get).toList(), words.among(kept), seed);
  }

  /// Which texts were looked at, in words.
  String said() {
    String left = withoutWords == 0 ? "" : "; " + withoutWords + " without words left out";
    return size() + withoutWords == of
        ? size() + " texts" + left
        : "sample of %d of %d texts by seed %d%s".formatted(size(), of, seed, left);
  }

  /// Deals the texts into parts of like size at random: the part of each text.
  int[] dealt(int parts) {
    int[] order = shuffled(size(), seed + 2);
    int[] part = new int[size()];
    for (int i = 0; i < order.length; i++) {
      part[order[i]] = i % parts;
    }
    return part;
  }

  private static int[] sample(int size, int most, long seed) {
    int[] chosen = size <= most ? places(size) : Arrays.copyOf(shuffled(size, seed), most);
    Arrays.sort(chosen);
    return chosen;
  }

  private static int[] shuffled(int size, long seed) {
    int[] order = places(size);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = size - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int here = order[i];
      order[i] = order[other];
      order[other] = here;
    }
    return order;
  }

  private static int[] places(int size) {
    int[] places = new int[size];
    Arrays.setAll(places, i -> i);
    return places;
  }

  /// The texts of all parts but one.
  static int[] without(int part, int[] parts) {
    return Arrays.stream(places(parts.length)).filter(text -> parts[text] != part).toArray();
  }

  List<String> inPart(int[] parts, int part, boolean in) {
    List<String> some = new ArrayList<>();
    for (int t = 0; t < parts.length; t++) {
      if (parts[t] == part == in) {
        some.add(texts.get(t));
      }
    }
    return some;
  }
}
