package dev.retort.files;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The records that repeat an earlier one, and their number among equal ones, in reading order.
final class Repeats implements Closeable {
  private static final int BUFFER = 1 << 13;

  private final PriorityQueue<Cursor> cursors = new PriorityQueue<>(Comparator.comparingLong(cursor -> cursor.index));
  private final List<Cursor> all = new ArrayList<>();

  private static final class Cursor {
    private final DataInputStream in;
    private long left;
    private long index;
    private int number;

    private Cursor(DataInputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    private boolean advance() throws IOException {
      if (left == 0) {
        return false;
      }
      left--;
      index = in.readLong();
      number = in.readInt();
      return true;
    }
  }

  /// Deals the hashes out into buckets and counts each in memory.
  static Repeats of(Path folder, Path hashes, long count, int buckets) throws IOException {
    long[] sizes = deal(folder, hashes, count, buckets);
    Repeats repeats = new Repeats();
    for (int bucket = 0; bucket < buckets; bucket++) {
      Path file = folder.resolve("bucket-" + bucket);
      Path found = folder.resolve("repeats-" + bucket);
      long repeated = count(file, Math.toIntExact(sizes[bucket]), found);
      Files.delete(file);
      repeats.add(found, repeated);
    }
    return repeats;
  }

  private static long[] deal(Path folder, Path hashes, long count, int buckets) throws IOException {
    long[] sizes = new long[buckets];
    List<DataOutputStream> outs = new ArrayList<>();
    try (DataInputStream in = RowIds.input(hashes)) {
      for (int i = 0; i < buckets; i++) {
        outs.add(output(folder.resolve("bucket-" + i)));
      }
      for (long index = 0; index < count; index++) {
        long high = in.readLong();
        int bucket = (int) Long.remainderUnsigned(high, buckets);
        DataOutputStream out = outs.get(bucket);
        out.writeLong(high);
        out.writeLong(in.readLong());
        out.writeLong(index);
        sizes[bucket]++;
      }
    } finally {
      for (DataOutputStream out : outs) {
        out.close();
      }
    }
    return sizes;
  }

  private static long count(Path file, int size, Path found) throws IOException {
    Occurrences occurrences = new Occurrences(size);
    long repeated = 0;
    try (DataInputStream in = RowIds.input(file); DataOutputStream out = output(found)) {
      for (int i = 0; i < size; i++) {
        int number = occurrences.next(in.readLong(), in.readLong());
        long index = in.readLong();
        if (number > 0) {
          out.writeLong(index);
          out.writeInt(number);
          repeated++;
        }
      }
    }
    return repeated;
  }

  private static DataOutputStream output(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
  }

  private void add(Path found, long repeated) throws IOException {
    if (repeated == 0) {
      Files.delete(found);
      return;
    }
    Cursor cursor = new Cursor(RowIds.input(found), repeated);
    all.add(cursor);
    cursor.advance();
    cursors.add(cursor);
  }

  /// The number of the record of that index; indexes must rise by one.
  int at(long index) throws IOException {
    Cursor first = cursors.peek();
    if (first == null || first.index != index) {
      return 0;
    }
    cursors.remove();
    int number = first.number;
    if (first.advance()) {
      cursors.add(first);
    }
    return number;
  }

  @Override
  public void close() throws IOException {
    for (Cursor cursor : all) {
      cursor.in.close();
    }
  }
}
