package dev.retort.teacher.llamacpp;

import dev.retort.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Walks the keys of a GGUF file, keeping the short values and stepping over the long ones.
///
/// Every size the file names is held against what is left of it before a byte is set aside, so a hostile file costs no
/// more memory than the largest text kept.
final class GgufReader implements AutoCloseable {

  private static final int MAGIC = 0x46554747;
  private static final int MAX_KEYS = 65_536;
  private static final int MAX_KEY_BYTES = 65_535;
  private static final int MAX_TEXT_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 4;
  private static final int TEXT = 8;
  private static final int ARRAY = 9;
  private static final String TOKENS = "tokenizer.ggml.tokens";

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long bufferStart;

  GgufReader(Path file) throws IOException {
    this.file = file;
    channel = FileChannel.open(file);
    size = channel.size();
  }

  /// The keys with short values, and the text of the beginning-of-text token.
  record Head(Map<String, Object> values, String bosText) {
    @Nullable
    String text(String key) {
      return values.get(key) instanceof String text ? text : null;
    }

    @Nullable
    Long number(String key) {
      return values.get(key) instanceof Long number ? number : null;
    }

    @Nullable
    Boolean flag(String key) {
      return values.get(key) instanceof Boolean flag ? flag : null;
    }
  }

  Head read() throws IOException {
    version();
    long tensors = u64("number of tensors");
    long keys = u64("number of keys");
    if (tensors < 0 || keys < 0 || keys > MAX_KEYS) {
      throw broken("found %s keys, wanted at most %d".formatted(Long.toUnsignedString(keys), MAX_KEYS));
    }
    Map<String, Object> values = new HashMap<>();
    long tokens = -1;
    for (long i = 0; i < keys; i++) {
      String key = text(MAX_KEY_BYTES, "key");
      int type = u32();
      if (key.equals(TOKENS) && type == ARRAY) {
        tokens = position();
      }
      Object value = value(type, 0);
      if (value != null && values.put(key, value) != null) {
        throw broken("found the key '%s' twice".formatted(key));
      }
    }
    return new Head(values, tokens < 0 ? "" : token(tokens, values.get("tokenizer.ggml.bos_token_id")));
  }

  private void version() throws IOException {
    if (size < 24 || u32() != MAGIC) {
      throw new UserError(file + ": found no GGUF mark at its start, wanted a GGUF model file. "
          + "Other formats must be converted, by llama.cpp's convert_hf_to_gguf.py for one.");
    }
    int version = u32();
    if (version != 2 && version != 3) {
      throw new UserError("%s: found GGUF version %s, wanted 2 or 3, little-endian. Convert the model anew."
          .formatted(file, Integer.toUnsignedString(version)));
    }
  }

  /// Reads one value; long texts and all arrays are stepped over and given as null.
  private @Nullable Object value(int type, int depth) throws IOException {
    return switch (type) {
      case 0, 1 -> (long) bytes(1).get();
      case 2, 3 -> (long) bytes(2).getShort();
      case 4 -> Integer.toUnsignedLong(bytes(4).getInt());
      case 5 -> (long) bytes(4).getInt();
      case 6 -> (double) bytes(4).getFloat();
      case 7 -> bytes(1).get() != 0;
      case TEXT -> textOrNull();
      case ARRAY -> {
        skipArray(depth);
        yield null;
      }
      case 10, 11 -> bytes(8).getLong();
      case 12 -> bytes(8).getDouble();
      default -> throw broken("found a value of the unknown type " + Integer.toUnsignedString(type));
    };
  }

  private void skipArray(int depth) throws IOException {
    int type = u32();
    long count = u64("array length");
    int width = width(type);
    if (depth >= MAX_DEPTH || count < 0 || count > left() / width) {
      throw broken("found an array of %s elements with %d bytes left".formatted(Long.toUnsignedString(count), left()));
    }
    if (type != TEXT && type != ARRAY) {
      skip(count * width);
      return;
    }
    for (long i = 0; i < count; i++) {
      if (type == TEXT) {
        skip(length());
      } else {
        skipArray(depth + 1);
      }
    }
  }

  /// The fewest bytes a value of the type takes.
  private int width(int type) {
    return switch (type) {
      case 0, 1, 7 -> 1;
      case 2, 3 -> 2;
      case 4, 5, 6 -> 4;
      case TEXT, 10, 11, 12 -> 8;
      case ARRAY -> 12;
      default -> throw broken("found an array of the unknown type " + Integer.toUnsignedString(type));
    };
  }

  /// The text of one token of the vocabulary array that starts at `start`.
  private String token(long start, @Nullable Object id) throws IOException {
    if (!(id instanceof Long wanted)) {
      return "";
    }
    seek(start);
    int type = u32();
    long count = u64("array length");
    if (type != TEXT || wanted < 0 || wanted >= count) {
      return "";
    }
    for (long i = 0; i < wanted; i++) {
      skip(length());
    }
    return text(MAX_KEY_BYTES, "token");
  }

  private @Nullable String textOrNull() throws IOException {
    long length = length();
    if (length > MAX_TEXT_BYTES) {
      skip(length);
      return null;
    }
    return decode((int) length);
  }

  private String text(int most, String what) throws IOException {
    long length = length();
    if (length > most) {
      throw broken("found a %s of %d bytes, wanted at most %d".formatted(what, length, most));
    }
    return decode((int) length);
  }

  private String decode(int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length;) {
      int part = Math.min(length - done, 1 << 15);
      bytes(part).get(bytes, done, part);
      done += part;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw broken("found a text that is not UTF-8");
    }
  }

  private long length() throws IOException {
    long length = u64("text length");
    if (length < 0 || length > left()) {
      throw broken("found a text of %s bytes with %d bytes left".formatted(Long.toUnsignedString(length), left()));
    }
    return length;
  }

  private int u32() throws IOException {
    return bytes(4).getInt();
  }

  private long u64(String what) throws IOException {
    if (left() < 8) {
      throw broken("found the end of the file, wanted the " + what);
    }
    return bytes(8).getLong();
  }

  /// The buffer with at least `count` bytes to read, which is never more than it holds.
  private ByteBuffer bytes(int count) throws IOException {
    if (left() < count) {
      throw broken("found the end of the file inside a value");
    }
    if (buffer.remaining() < count) {
      bufferStart = position();
      buffer.clear();
      while (buffer.position() < count && channel.read(buffer, bufferStart + buffer.position()) >= 0) {
        continue;
      }
      buffer.flip();
      if (buffer.remaining() < count) {
        throw broken("it grew shorter while it was read");
      }
    }
    return buffer;
  }

  private void skip(long count) {
    if (count > left()) {
      throw broken("found the end of the file inside a value");
    }
    seek(position() + count);
  }

  private void seek(long target) {
    if (target >= bufferStart && target <= bufferStart + buffer.limit()) {
      buffer.position((int) (target - bufferStart));
    } else {
      bufferStart = target;
      buffer.clear().limit(0);
    }
  }

  private long position() {
    return bufferStart + buffer.position();
  }

  private long left() {
    return size - position();
  }

  private UserError broken(String found) {
    return new UserError("%s: %s (near byte %d). The GGUF file is broken or cut short: fetch it again.".formatted(file,
        found, position()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
