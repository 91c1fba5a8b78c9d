package dev.retort.teacher.llamacpp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tokenizer of stories260K written a second time, from llama2.c's `tok512.bin`: the oracle for the engine's own.
final class ReferenceTokenizer {

  private final List<String> pieces = new ArrayList<>();
  private final List<Float> scores = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();

  ReferenceTokenizer(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    in.getInt(); // length of the longest token
    while (in.hasRemaining()) {
      float score = in.getFloat();
      byte[] text = new byte[in.getInt()];
      in.get(text);
      String piece = new String(text, StandardCharsets.UTF_8);
      // The first three and the 256 bytes are marks, not texts.
      if (pieces.size() >= 259) {
        ids.putIfAbsent(piece, pieces.size());
      }
      pieces.add(piece);
      scores.add(score);
    }
  }

  int vocabulary() {
    return pieces.size();
  }

  /// Tokens without a beginning-of-text token: a space is put first, then the best-scored neighbours join.
  List<Integer> encode(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> parts = new ArrayList<>();
    (" " + text).codePoints().forEach(point -> parts.add(Character.toString(point)));
    while (true) {
      int best = -1;
      float bestScore = Float.NEGATIVE_INFINITY;
      for (int i = 0; i + 1 < parts.size(); i++) {
        Integer id = ids.get(parts.get(i) + parts.get(i + 1));
        if (id != null && scores.get(id) > bestScore) {
          best = i;
          bestScore = scores.get(id);
        }
      }
      if (best < 0) {
        return numbers(parts);
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
  }

  private List<Integer> numbers(List<String> parts) {
    List<Integer> tokens = new ArrayList<>();
    for (String part : parts) {
      Integer id = ids.get(part);
      if (id != null) {
        tokens.add(id);
      } else {
        for (byte value : part.getBytes(StandardCharsets.UTF_8)) {
          tokens.add(Byte.toUnsignedInt(value) + 3);
        }
      }
    }
    return tokens;
  }

  String decode(List<Integer> tokens) {
    StringBuilder text = new StringBuilder();
    tokens.forEach(token -> text.append(pieces.get(token)));
    return text.toString();
  }
}
