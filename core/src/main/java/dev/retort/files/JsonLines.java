package dev.retort.files;

import com.github.luben.zstd.ZstdOutputStream;
import dev.retort.row.JsonTree;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes JSON lines, plain or packed as the file's name says; equal records give equal bytes.
public final class JsonLines implements Closeable {
  private final OutputStream out;

  private JsonLines(OutputStream out) {
    this.out = out;
  }

  /// A new file; `.gz` and `.zst` at the end of its name choose the packing.
  public static JsonLines create(Path file) throws IOException {
    OutputStream raw = Files.newOutputStream(file);
    try {
      return over(raw, String.valueOf(file.getFileName()));
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /// @param name chooses the packing by its end
  public static JsonLines over(OutputStream raw, String name) throws IOException {
    OutputStream packed = name.endsWith(".gz")
        ? new GZIPOutputStream(raw, 1 << 16)
        : name.endsWith(".zst") ? new ZstdOutputStream(raw).setChecksum(true) : raw;
    return new JsonLines(new BufferedOutputStream(packed, 1 << 16));
  }

  /// @param record as [JsonTree] has it
  public void write(@Nullable Object record) throws IOException {
    out.write(JsonTree.text(record).getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
