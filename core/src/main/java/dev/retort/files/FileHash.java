package dev.retort.files;

import dev.retort.row.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// SHA-256 of large files, remembered by path, size and time of change so that a model is read once and not at each
/// start.
public final class FileHash {

  private final Path cache;

  /// @param cache the folder to remember in; made when it is missing
  public FileHash(Path cache) {
    this.cache = cache.resolve("sha256");
  }

  public String of(Path file) throws IOException {
    Path real = file.toRealPath();
    BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
    String state = "%d %s".formatted(now.size(), now.lastModifiedTime().toInstant());
    Path note = cache
        .resolve(HexFormat.of().formatHex(Row.sha256().digest(real.toString().getBytes(StandardCharsets.UTF_8))));
    String remembered = remembered(note, state);
    if (remembered != null) {
      return remembered;
    }
    String hash = compute(real);
    remember(note, state + " " + hash);
    return hash;
  }

  /// The hash of a file, read anew.
  public static String compute(Path file) throws IOException {
    return HexFormat.of().formatHex(digest(file, Row.sha256()));
  }

  static byte[] digest(Path file, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return digest.digest();
  }

  private static @Nullable String remembered(Path note, String state) {
    try {
      String text = Files.isRegularFile(note) ? Files.readString(note).strip() : "";
      boolean fits = text.startsWith(state + " ") && text.length() == state.length() + 65;
      return fits ? text.substring(state.length() + 1) : null;
    } catch (IOException e) {
      return null; // a note that cannot be read is one that was never made: the file is hashed again
    }
  }

  private void remember(Path note, String text) {
    try {
      Files.createDirectories(cache);
      Path aside = Files.createTempFile(cache, "note", ".part");
      Files.writeString(aside, text);
      Files.move(aside, note, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      return; // only speed is lost where the cache cannot be written
    }
  }
}
