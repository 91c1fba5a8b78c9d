package dev.retort.measure.diversity;

import java.util.Arrays;

/// Counts what follows each context, and from that the probability of what comes next.
///
/// Interpolated Witten-Bell: with c(w) of n that followed a context, of t different kinds, the probability is
/// `(c(w) + t p) / (n + t)`, p that under the context one shorter. If p adds up to 1, so does this. Contexts are nodes of
/// a tree in arrays; the tree has at most one node for each place of the text and length of context.
final class ContextTree {
  static final int UNSEEN = -1;
  private static final int ROOT = 0;
  private final int order;
  private long[] keys = new long[1 << 10];
  private int[] nodes = new int[1 << 10];
  private int[] counts = new int[1 << 9];
  private int[] followed = new int[1 << 9];
  private int[] kinds = new int[1 << 9];
  private int size = 1;

  /// @param order how many symbols an n-gram has, the context and what follows
  ContextTree(int order) {
    if (order < 1) {
      throw new IllegalArgumentException(
          "n-gram model: found order " + order + ", wanted 1 or more. Use 3 if in doubt.");
    }
    this.order = order;
  }

  /// The contexts in which the first symbol of a text stands.
  int[] start(int symbol) {
    int[] contexts = nowhere();
    if (order > 1) {
      contexts[1] = find(ROOT, symbol);
    }
    return contexts;
  }

  /// The same for a text that is learnt from.
  int[] learnStart(int symbol) {
    int[] contexts = nowhere();
    if (order > 1) {
      contexts[1] = child(ROOT, symbol);
    }
    return contexts;
  }

  private int[] nowhere() {
    int[] contexts = new int[order];
    Arrays.fill(contexts, UNSEEN);
    contexts[0] = ROOT;
    return contexts;
  }

  /// Counts a symbol in its contexts, of length 0, 1 and so on, and moves them past it.
  void learn(int[] contexts, int symbol) {
    for (int length = order - 1; length >= 0; length--) {
      int context = contexts[length];
      if (context != UNSEEN) {
        int child = child(context, symbol);
        kinds[context] += counts[child]++ == 0 ? 1 : 0;
        followed[context]++;
        if (length + 1 < order) {
          contexts[length + 1] = child;
        }
      }
    }
  }

  /// The probability of a symbol in its contexts.
  ///
  /// @param base its probability where nothing is known
  double probability(int[] contexts, int symbol, double base) {
    double probability = base;
    for (int length = 0; length < order && contexts[length] != UNSEEN; length++) {
      int context = contexts[length];
      int child = find(context, symbol);
      double count = child == UNSEEN ? 0 : counts[child];
      if (followed[context] > 0) {
        probability = (count + kinds[context] * probability) / ((double) followed[context] + kinds[context]);
      }
    }
    return probability;
  }

  /// Moves contexts past a symbol without counting it.
  void pass(int[] contexts, int symbol) {
    for (int length = order - 1; length > 0; length--) {
      contexts[length] = contexts[length - 1] == UNSEEN ? UNSEEN : find(contexts[length - 1], symbol);
    }
  }

  private int find(int node, int symbol) {
    return nodes[slot(key(node, symbol))] - 1;
  }

  private int child(int node, int symbol) {
    long key = key(node, symbol);
    int slot = slot(key);
    if (nodes[slot] != 0) {
      return nodes[slot] - 1;
    }
    keys[slot] = key;
    nodes[slot] = size + 1;
    if (size == counts.length) {
      counts = Arrays.copyOf(counts, size * 2);
      followed = Arrays.copyOf(followed, size * 2);
      kinds = Arrays.copyOf(kinds, size * 2);
    }
    if (++size * 2 > keys.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] old = nodes;
    keys = new long[oldKeys.length * 2];
    nodes = new int[keys.length];
    for (int i = 0; i < old.length; i++) {
      if (old[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        nodes[slot] = old[i];
      }
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    long hash = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash ^ hash >>> 32) & mask;
    while (nodes[slot] != 0 && keys[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private static long key(int node, int symbol) {
    return (long) node << 32 | symbol & 0xFFFFFFFFL;
  }
}
