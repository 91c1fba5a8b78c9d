package dev.retort.run.watch;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// Counts durations in buckets whose width is a sixteenth of their value, so that percentiles are within 6 %.
///
/// Memory is 8 KB whatever the number of durations. Used by many threads at once.
public final class TimeHistogram {
  private static final int PARTS_BITS = 4;
  private static final int PARTS = 1 << PARTS_BITS;

  private final AtomicLongArray buckets = new AtomicLongArray((Long.SIZE - PARTS_BITS) * PARTS);

  /// Milliseconds that 50, 90 and 99 of a hundred do not exceed: the upper end of their bucket.
  public record Percentiles(double p50, double p90, double p99, long samples) {}

  /// Counts a duration; a negative one is none.
  public void add(long nanos) {
    buckets.incrementAndGet(bucket(Math.max(0, nanos) / 1000));
  }

  /// Null where nothing was counted.
  public @Nullable Percentiles percentiles() {
    long[] counts = new long[buckets.length()];
    long samples = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets.get(i);
      samples += counts[i];
    }
    return samples == 0
        ? null
        : new Percentiles(rank(counts, samples, 50), rank(counts, samples, 90), rank(counts, samples, 99), samples);
  }

  private static double rank(long[] counts, long samples, int percent) {
    long rank = Math.ceilDiv(samples * percent, 100L);
    long seen = 0;
    int bucket = -1;
    while (seen < rank) {
      seen += counts[++bucket];
    }
    return highest(bucket) / 1000.0;
  }

  /// Values below 16 have a bucket each; above, each power of two has 16.
  private static int bucket(long micros) {
    if (micros < PARTS) {
      return (int) micros;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - PARTS_BITS;
    return (shift << PARTS_BITS) + (int) (micros >>> shift);
  }

  /// The largest value of a bucket, in microseconds.
  private static long highest(int bucket) {
    if (bucket < 2 * PARTS) {
      return bucket;
    }
    int shift = (bucket >>> PARTS_BITS) - 1;
    return ((long) (bucket - (shift << PARTS_BITS)) + 1 << shift) - 1;
  }
}
