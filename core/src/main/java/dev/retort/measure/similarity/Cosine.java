package dev.retort.measure.similarity;

import java.util.OptionalDouble;
import java.util.function.Function;

/// The cosine of the angle between the embeddings of two texts, -1..1.
///
/// A text whose embedding is nothing but zeros has no direction: `compare` gives NaN, which [SimilarityMatrix] leaves
/// out, and `between` nothing.
///
/// @param embedding the vector of a text; of all texts equally long
public record Cosine(Function<String, float[]> embedding) implements TextMeasure<float[]> {

  @Override
  public String name() {
    return "cosine";
  }

  @Override
  public boolean symmetric() {
    return true;
  }

  @Override
  public float[] prepare(String text) {
    return embedding.apply(text);
  }

  @Override
  public double compare(float[] reference, float[] hypothesis) {
    return between(reference, hypothesis).orElse(Double.NaN);
  }

  /// The cosine of two vectors, nothing where one has no direction.
  public static OptionalDouble between(float[] one, float[] other) {
    if (one.length != other.length) {
      throw new IllegalArgumentException("cosine: found vectors of %d and %d numbers, wanted two of one length"
          .formatted(one.length, other.length));
    }
    double product = 0;
    double square = 0;
    double otherSquare = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      square += (double) one[i] * one[i];
      otherSquare += (double) other[i] * other[i];
    }
    if (square == 0 || otherSquare == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Math.clamp(product / Math.sqrt(square) / Math.sqrt(otherSquare), -1.0, 1.0));
  }
}
