package dev.retort.teacher.llamacpp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes GGUF heads, right and wrong ones.
final class GgufBytes {

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int version = 3;
  private long keys;

  GgufBytes version(int number) {
    version = number;
    return this;
  }

  GgufBytes keys(long count) {
    keys = count;
    return this;
  }

  GgufBytes key(String name) {
    keys++;
    return string(name);
  }

  GgufBytes text(String name, String value) {
    return key(name).u32(8).string(value);
  }

  GgufBytes number(String name, int value) {
    return key(name).u32(4).u32(value);
  }

  GgufBytes flag(String name, boolean value) {
    key(name).u32(7).body.write(value ? 1 : 0);
    return this;
  }

  GgufBytes texts(String name, String... values) {
    key(name).u32(9).u32(8).u64(values.length);
    for (String value : values) {
      string(value);
    }
    return this;
  }

  GgufBytes u32(int value) {
    body.writeBytes(little(4).putInt(value).array());
    return this;
  }

  GgufBytes u64(long value) {
    body.writeBytes(little(8).putLong(value).array());
    return this;
  }

  private GgufBytes string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    u64(bytes.length);
    body.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    ByteBuffer head = little(24).put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(version).putLong(0)
        .putLong(keys);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.array());
    whole.writeBytes(body.toByteArray());
    return whole.toByteArray();
  }

  /// A copy of a model with one more text key, whose length keeps the weights aligned to 32 bytes.
  static void copyWithTemplate(Path model, Path copy, String template) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(model)).order(ByteOrder.LITTLE_ENDIAN);
    int overhead = 8 + "tokenizer.chat_template".length() + 4 + 8;
    int used = overhead + template.getBytes(StandardCharsets.UTF_8).length;
    String padded = template + padding(used);
    GgufBytes added = new GgufBytes().text("tokenizer.chat_template", padded);
    in.putLong(16, in.getLong(16) + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(in.array(), 0, 24);
    out.writeBytes(added.body.toByteArray());
    out.write(in.array(), 24, in.capacity() - 24);
    Files.write(copy, out.toByteArray());
  }

  /// A template comment as long as is wanting to the next multiple of 32.
  private static String padding(int used) {
    int wanting = Math.floorMod(-used, 32);
    int length = wanting >= 4 || wanting == 0 ? wanting : wanting + 32;
    return length == 0 ? "" : "{#" + "-".repeat(length - 4) + "#}";
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
