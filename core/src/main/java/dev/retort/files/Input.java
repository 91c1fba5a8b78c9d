package dev.retort.files;

import com.github.luben.zstd.ZstdInputStream;
import dev.retort.UserError;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The bytes of a file, decompressed, without a byte order mark.
final class Input {
  private static final int BUFFER = 1 << 16;

  private Input() {}

  /// A file's compression, told by its first bytes.
  private enum Packing {
    PLAIN, GZIP, ZSTD
  }

  /// Refuses what is not there, or no file that can be read.
  static void check(Path file) {
    if (Files.isDirectory(file)) {
      throw new UserError("%s: found a folder, wanted a file. Name its files, such as %s.".formatted(file,
          file.resolve("*.jsonl")));
    }
    if (!Files.exists(file)) {
      throw new UserError(
          "%s: no such file. Check the path; relative ones start from the recipe's folder.".formatted(file));
    }
    if (!Files.isReadable(file)) {
      throw new UserError("%s: may not be read. Check its permissions.".formatted(file));
    }
  }

  static BufferedInputStream open(Path file, Consumer<String> notes) {
    check(file);
    try {
      BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      try {
        return withoutMark(file, new BufferedInputStream(unpacked(file, raw, notes), BUFFER));
      } catch (IOException | RuntimeException e) {
        raw.close();
        throw e;
      }
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  private static InputStream unpacked(Path file, BufferedInputStream raw, Consumer<String> notes) throws IOException {
    byte[] first = peek(raw, 4);
    Packing found = packing(first);
    String name = file.toString().toLowerCase(Locale.ROOT);
    Packing named = name.endsWith(".gz") ? Packing.GZIP : name.endsWith(".zst") ? Packing.ZSTD : Packing.PLAIN;
    if (first.length > 0 && named != Packing.PLAIN && found != named) {
      throw new UserError(
          "%s: cannot be unpacked: its name says %s, its first bytes do not. Fetch it again or rename it."
              .formatted(file, named.name().toLowerCase(Locale.ROOT)));
    }
    if (found != named && found != Packing.PLAIN) {
      notes.accept("%s is packed with %s, though its name does not say so".formatted(file,
          found.name().toLowerCase(Locale.ROOT)));
    }
    return switch (found) {
      case PLAIN -> raw;
      case GZIP -> new GZIPInputStream(raw, BUFFER);
      case ZSTD -> new ZstdInputStream(raw);
    };
  }

  private static Packing packing(byte[] first) {
    if (first.length >= 2 && first[0] == 0x1F && (first[1] & 0xFF) == 0x8B) {
      return Packing.GZIP;
    }
    boolean zstd = first.length >= 4 && first[0] == 0x28 && (first[1] & 0xFF) == 0xB5 && first[2] == 0x2F
        && (first[3] & 0xFF) == 0xFD;
    return zstd ? Packing.ZSTD : Packing.PLAIN;
  }

  private static BufferedInputStream withoutMark(Path file, BufferedInputStream in) throws IOException {
    byte[] first = peek(in, 3);
    if (first.length >= 2 && (first[0] & 0xFF) + (first[1] & 0xFF) == 0xFE + 0xFF
        && Math.abs(first[0] - first[1]) == 1) {
      throw new UserError("%s: found UTF-16, wanted UTF-8. Convert it: iconv -f UTF-16 -t UTF-8.".formatted(file));
    }
    if (first.length == 3 && (first[0] & 0xFF) == 0xEF && (first[1] & 0xFF) == 0xBB && (first[2] & 0xFF) == 0xBF) {
      in.skipNBytes(3);
    }
    return in;
  }

  /// The next bytes, which stay to be read.
  static byte[] peek(BufferedInputStream in, int count) throws IOException {
    in.mark(count);
    byte[] bytes = in.readNBytes(count);
    in.reset();
    return bytes;
  }

  /// Says in the user's words why a file cannot be read on.
  static UserError trouble(Path file, IOException cause) {
    UserError error = new UserError(switch (cause) {
      case EOFException e -> "%s: ends too early: the compressed file was cut off. Fetch it again.".formatted(file);
      case ZipException e -> "%s: cannot be unpacked as gzip: %s. Fetch it again.".formatted(file, e.getMessage());
      case com.github.luben.zstd.ZstdIOException e ->
        "%s: cannot be unpacked as zstd: %s. Fetch it again.".formatted(file, e.getMessage());
      case AccessDeniedException e -> "%s: may not be read. Check its permissions.".formatted(file);
      default -> "%s: cannot be read: %s".formatted(file, cause);
    });
    error.initCause(cause);
    return error;
  }
}
