package dev.retort.measure.similarity;

/// A measure of how alike two texts are, in two stages: each text is prepared once, then pairs are compared.
///
/// @param <P> what a text is prepared into
public interface TextMeasure<P> {

  /// The name in options and results, such as `rougeL`.
  String name();

  /// Whether `compare(a, b)` equals `compare(b, a)`.
  boolean symmetric();

  P prepare(String text);

  double compare(P reference, P hypothesis);
}
