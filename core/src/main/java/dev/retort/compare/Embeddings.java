package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.row.JsonTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The embeddings that records bring with their texts.
public final class Embeddings {
  private final Map<String, float[]> byText = new HashMap<>();
  private int length = -1;

  /// Takes the embedding of a text; false where the value is none.
  boolean take(String text, @Nullable Object value) {
    if (!(value instanceof List<?> list) || list.isEmpty()) {
      return false;
    }
    float[] vector = new float[list.size()];
    for (int i = 0; i < vector.length; i++) {
      if (!(list.get(i) instanceof JsonTree.Num number)) {
        return false;
      }
      vector[i] = Float.parseFloat(number.literal());
    }
    if (length >= 0 && vector.length != length) {
      throw new UserError(
          "--vectors: found embeddings of %d and of %d numbers, wanted all of one length. Measure those of"
              .formatted(length, vector.length) + " one model at a time.");
    }
    length = vector.length;
    byText.put(text, vector);
    return true;
  }

  double[] doubles(String text) {
    float[] vector = of(text);
    double[] doubles = new double[vector.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = vector[i];
    }
    return doubles;
  }

  float[] of(String text) {
    return Objects.requireNonNull(byText.get(text), "a text without an embedding was measured");
  }
}
