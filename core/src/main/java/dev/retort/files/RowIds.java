package dev.retort.files;

import dev.retort.row.Row;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Gives each record its id: the first 128 bits of SHA-256 of its canonical JSON, and its number among equal records.
///
/// Hashes are noted in reading order in a first pass and handed out in the same order in a second. Memory is bounded:
/// where there are many, they are dealt out by hash into files, each small enough to count in memory.
final class RowIds implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final int SMALL = 1 << 18;
  private static final int BUCKETS = 256;

  private final Path folder;
  private final Path hashes;
  private final int small;
  private final MessageDigest sha256 = Row.sha256();
  private final DataOutputStream out;
  private long count;

  RowIds(Path folder) throws IOException {
    this(folder, SMALL);
  }

  /// @param small as many records are counted in memory
  RowIds(Path folder, int small) throws IOException {
    this.folder = folder;
    this.small = small;
    this.hashes = folder.resolve("hashes");
    this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(hashes), BUFFER));
  }

  /// Notes the next record.
  void add(String canonical) throws IOException {
    byte[] digest = sha256.digest(canonical.getBytes(StandardCharsets.UTF_8));
    out.write(digest, 0, 16);
    count++;
  }

  /// The ids in the order of the records noted.
  Reader read() throws IOException {
    out.close();
    if (count <= small) {
      return new Reader(input(hashes), new Occurrences((int) count), null);
    }
    return new Reader(input(hashes), null, Repeats.of(folder, hashes, count, BUCKETS));
  }

  static DataInputStream input(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /// Hands out ids.
  static final class Reader implements Closeable {
    private final DataInputStream in;
    private final @Nullable Occurrences occurrences;
    private final @Nullable Repeats repeats;
    private final HexFormat hex = HexFormat.of();
    private long index;

    private Reader(DataInputStream in, @Nullable Occurrences occurrences,
        @Nullable Repeats repeats) {
      this.in = in;
      this.occurrences = occurrences;
      this.repeats = repeats;
    }

    /// @throws EOFException when there are no more
    String next() throws IOException {
      long high = in.readLong();
      long low = in.readLong();
      int number = occurrences != null ? occurrences.next(high, low) : repeats == null ? 0 : repeats.at(index);
      index++;
      return hex.toHexDigits(high) + hex.toHexDigits(low) + '-' + number;
    }

    @Override
    public void close() throws IOException {
      in.close();
      if (repeats != null) {
        repeats.close();
      }
    }
  }
}
