package dev.retort.steps;

import com.github.luben.zstd.ZstdOutputStream;
import dev.retort.card.DataFile;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.OfTable;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Writes the data files of an export, each whole and synced, with their hashes.
///
/// @param shards files wanted; an empty file is written only when there are no rows at all
record WriteFiles(Path folder, Write.Format format, int shards) {

  /// Writes the rows of a table, cut into equal runs of rows.
  List<DataFile> write(OfTable.Data laid, Schema columns, OfTable.Tables tables) {
    int count = (int) Math.max(1, Math.min(shards, laid.rows()));
    long[] ends = new long[count];
    for (int i = 0; i < count; i++) {
      ends[i] = Math.multiplyExact(laid.rows(), i + 1L) / count;
    }
    return format == Write.Format.PARQUET ? parquet(laid, columns, ends, tables) : lines(laid, columns, ends, tables);
  }

  private String name(int shard, int count) {
    String ending = switch (format) {
      case JSONL -> "jsonl";
      case JSONL_GZ -> "jsonl.gz";
      case JSONL_ZST -> "jsonl.zst";
      case JSON -> "json";
      case CSV -> "csv";
      case PARQUET -> "parquet";
    };
    return "data-%05d-of-%05d.%s".formatted(shard, count, ending);
  }

  private List<DataFile> lines(OfTable.Data laid, Schema columns, long[] ends, OfTable.Tables tables) {
    List<DataFile> files = new ArrayList<>();
    try (OfTable.Rows rows = tables.scan(laid)) {
      long start = 0;
      for (int i = 0; i < ends.length; i++) {
        Path file = folder.resolve(name(i, ends.length));
        lines(rows, columns, ends[i] - start, file);
        files.add(described(file, ends[i] - start));
        start = ends[i];
      }
      if (rows.next() != null) {
        throw new IllegalStateException("the table has more rows than its count of " + laid.rows());
      }
    }
    return files;
  }

  private void lines(OfTable.Rows rows, Schema columns, long count, Path file) {
    try (FileOutputStream raw = new FileOutputStream(file.toFile())) {
      // A compressor's last bytes come on close, and a closed file cannot be synced: the file stays open beneath.
      try (Writer writer = new BufferedWriter(
          new OutputStreamWriter(compressed(raw), StandardCharsets.UTF_8.newEncoder()), 1 << 16)) {
        WriteText text = WriteText.of(format, columns, writer);
        for (long i = 0; i < count; i++) {
          Row row = rows.next();
          if (row == null) {
            throw new IllegalStateException("the table ends before its count of rows, in " + file.getFileName());
          }
          text.row(row);
        }
        text.end();
      }
      raw.getFD().sync();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private OutputStream compressed(FileOutputStream raw) throws IOException {
    OutputStream open = new Open(raw);
    return switch (format) {
      case JSONL, JSON, CSV -> open;
      case JSONL_GZ -> new GZIPOutputStream(open, 1 << 16);
      case JSONL_ZST -> new ZstdOutputStream(open, 3).setChecksum(true);
      case PARQUET -> throw new IllegalStateException("Parquet is written by the engine");
    };
  }

  /// Passes everything on but close.
  private static final class Open extends OutputStream {
    private final OutputStream beneath;

    Open(OutputStream beneath) {
      this.beneath = beneath;
    }

    @Override
    public void write(int b) throws IOException {
      beneath.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      beneath.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      beneath.flush();
    }

    @Override
    public void close() throws IOException {
      beneath.flush();
    }
  }

  private List<DataFile> parquet(OfTable.Data laid, Schema columns, long[] ends, OfTable.Tables tables) {
    List<DataFile> files = new ArrayList<>();
    try (OfTable.Rows rows = tables.scan(laid)) {
      long start = 0;
      for (int i = 0; i < ends.length; i++) {
        long count = ends[i] - start;
        OfTable.Data part = tables.load(columns, sink -> part(rows, columns, count, sink));
        Path file = folder.resolve(name(i, ends.length));
        tables.exportParquet(part, file);
        files.add(described(file, part.rows()));
        start = ends[i];
      }
    }
    return files;
  }

  private static void part(OfTable.Rows rows, Schema columns, long count, OfTable.Sink sink) {
    for (long i = 0; i < count; i++) {
      Row row = rows.next();
      if (row == null) {
        throw new IllegalStateException("the table ends before its count of rows");
      }
      sink.add(row.as(columns, row.id()));
    }
  }

  private static DataFile described(Path file, long rows) {
    MessageDigest digest = Row.sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return new DataFile(String.valueOf(file.getFileName()), rows, Files.size(file),
          HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read back " + file, e);
    }
  }

  /// Writes a small text file, synced.
  static void text(Path file, String text) {
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
