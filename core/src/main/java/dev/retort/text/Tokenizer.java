package dev.retort.text;

/// Cuts texts into the tokens of one model. Used by many threads at once.
///
/// The tokens are those of the text alone: what a model adds of its own (a beginning-of-text token) is not counted.
public interface Tokenizer {

  /// Token numbers in the order of the text; marks of special tokens that stand in the text count as such tokens.
  int[] encode(String text);

  /// How many tokens the text is.
  default int count(String text) {
    return encode(text).length;
  }
}
