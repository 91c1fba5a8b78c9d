package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Key;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/// Says at once that a key is not in the ledger, where this sitting alone has written it.
///
/// A blocked Bloom filter (Putze, Sanders, Singler 2007) of what was kept since an empty file was opened: 8 MB, four bits
/// of one word a key, so that a key is one access to memory and of 1,000,000 keys one in 6,000 is looked up in vain. As
/// soon as another process has written too, it says no more.
final class Fresh {
  private static final int WORDS = 1 << 20;
  private static final int PROBES = 4;
  private static final int BITS_A_PROBE = 6;
  private static final long LOOK_NANOS = 50_000_000;

  private final AtomicLongArray words;
  private final AtomicLong nextLook = new AtomicLong(System.nanoTime() + LOOK_NANOS);
  private volatile boolean valid;
  /// The highest id that this sitting may have written.
  private volatile long top;

  /// @param top the highest id in the file
  Fresh(long top) {
    this.top = top;
    this.valid = top == 0;
    this.words = new AtomicLongArray(valid ? WORDS : 0);
  }

  /// @param highest gives the highest id in the file; looked at 20 times a second
  boolean rulesOut(Key key, LongSupplier highest) {
    if (!valid) {
      return false;
    }
    long due = nextLook.get();
    long now = System.nanoTime();
    if (now - due > 0 && nextLook.compareAndSet(due, now + LOOK_NANOS) && highest.getAsLong() > top) {
      valid = false;
    }
    return valid && !mayHold(key);
  }

  /// The same for the writer, within a transaction that began with [#found].
  boolean isNew(Key key) {
    return valid && !mayHold(key);
  }

  private boolean mayHold(Key key) {
    long bits = bits(key);
    return (words.getAcquire(word(key)) & bits) == bits;
  }

  /// Called by the writer only, so that no bit of another thread is lost.
  void add(Key key) {
    if (valid) {
      int word = word(key);
      words.setRelease(word, words.getPlain(word) | bits(key));
    }
  }

  /// The key is a hash, so its own bits will do.
  private static int word(Key key) {
    return key.part(0) & WORDS - 1;
  }

  private static long bits(Key key) {
    long bits = 0;
    for (int probe = 0; probe < PROBES; probe++) {
      bits |= 1L << (key.part(1) >>> probe * BITS_A_PROBE);
    }
    return bits;
  }

  /// The writer found `highest` in the file and is about to write so many.
  void found(long highest, int more) {
    if (highest != top) {
      valid = false;
    }
    top = highest + more;
  }

  /// The writer is about to commit up to this id.
  void kept(long highest) {
    top = highest;
  }

  void end() {
    valid = false;
  }
}
