package dev.retort.teacher.openai;

import static dev.retort.teacher.http.ReplyJson.malformed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads vectors: lists of numbers, or 32-bit floats in base64, little-endian.
///
/// Source: platform.openai.com/docs/api-reference/embeddings (`encoding_format`).
final class VectorReader {
  private VectorReader() {}

  /// The embeddings of a reply, in the order of the texts.
  static List<float[]> read(JsonNode data) {
    return sorted(data).stream().map(item -> vector(item.path("embedding"))).toList();
  }

  /// The entries of a list in the order of their `index`.
  static List<JsonNode> sorted(JsonNode data) {
    if (!data.isArray()) {
      throw malformed("'data' that is no list");
    }
    List<JsonNode> sorted = new ArrayList<>();
    data.forEach(sorted::add);
    sorted.sort(Comparator.comparingInt(item -> item.path("index").asInt(0)));
    return sorted;
  }

  static float[] vector(JsonNode value) {
    float[] vector = value.isString() ? decoded(value.stringValue()) : numbers(value);
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        throw malformed("a vector with something that is no number");
      }
    }
    if (vector.length == 0) {
      throw malformed("a vector without numbers");
    }
    return vector;
  }

  private static float[] numbers(JsonNode array) {
    float[] vector = new float[array.size()];
    for (int i = 0; i < vector.length; i++) {
      JsonNode value = array.get(i);
      vector[i] = value.isNumber() ? value.decimalValue().floatValue() : Float.NaN;
    }
    return vector;
  }

  private static float[] decoded(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw malformed("a vector that is neither numbers nor base64");
    }
    if (bytes.length % Float.BYTES != 0) {
      throw malformed("a vector in base64 that ends within a number");
    }
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
