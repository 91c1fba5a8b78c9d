package dev.retort.measure.similarity;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Pairs the words of a hypothesis with those of a reference, the last free ones first.
final class MeteorAlignment {
  static final int NONE = -1;

  private final int[] aligned;
  private final boolean[] taken;

  private MeteorAlignment(int hypothesis, int reference) {
    this.aligned = new int[hypothesis];
    this.taken = new boolean[reference];
    Arrays.fill(aligned, NONE);
  }

  /// For each word of the hypothesis the place of its partner in the reference, or `NONE`.
  static int[] of(Meteor.Words reference, Meteor.Words hypothesis, Synonyms synonyms) {
    MeteorAlignment alignment = new MeteorAlignment(hypothesis.exact().size(), reference.exact().size());
    alignment.equal(reference.exact(), hypothesis.exact());
    alignment.equal(reference.stems(), hypothesis.stems());
    if (synonyms != Synonyms.NONE) {
      alignment.synonymous(reference.stems(), hypothesis.stems(), synonyms);
    }
    return alignment.aligned;
  }

  /// The free places of each word of the reference, the last on top.
  private final class Places {
    private final Map<String, Integer> last = new HashMap<>();
    private final int[] before;

    Places(List<String> reference) {
      before = new int[reference.size()];
      for (int i = 0; i < before.length; i++) {
        if (!taken[i]) {
          Integer earlier = last.put(reference.get(i), i);
          before[i] = earlier == null ? NONE : earlier;
        }
      }
    }

    int last(String word) {
      Integer at = last.get(word);
      return at == null ? NONE : at;
    }

    void take(String word, int at) {
      last.put(word, before[at]);
      taken[at] = true;
    }
  }

  private void equal(List<String> reference, List<String> hypothesis) {
    Places places = new Places(reference);
    for (int i = aligned.length - 1; i >= 0; i--) {
      int at = aligned[i] == NONE ? places.last(hypothesis.get(i)) : NONE;
      if (at != NONE) {
        places.take(hypothesis.get(i), at);
        aligned[i] = at;
      }
    }
  }

  /// Synonyms are looked for by the stems, since that is what is left of the words after the second stage in NLTK.
  private void synonymous(List<String> reference, List<String> hypothesis, Synonyms synonyms) {
    Places places = new Places(reference);
    for (int i = aligned.length - 1; i >= 0; i--) {
      if (aligned[i] != NONE) {
        continue;
      }
      int at = NONE;
      for (String synonym : synonyms.of(hypothesis.get(i))) {
        at = Math.max(at, places.last(synonym));
      }
      if (at != NONE) {
        places.take(reference.get(at), at);
        aligned[i] = at;
      }
    }
  }
}
