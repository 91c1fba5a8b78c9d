package dev.retort.teacher.simulated;

import java.util.Locale;

/// A kind of task made by procedure, whose right answer is known.
public enum Family {
  /// Arithmetic told as a little story; the answer is a number.
  WORD_PROBLEM,
  /// A quantity in another unit; the answer is a number.
  UNIT_CONVERSION,
  /// A text of a wanted form; the answer is the condition on that form, such as `bullets=4`.
  FORMAT,
  /// Facts of a sentence as a JSON object; the answer is canonical JSON.
  JSON_EXTRACTION,
  /// Letters and words; the answer is a word, words or a number.
  STRING,
  /// Calendar arithmetic; the answer is a date, a weekday or a number.
  DATE;

  /// The name used in recipes and columns.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
