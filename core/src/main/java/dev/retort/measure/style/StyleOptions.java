package dev.retort.measure.style;

/// The word lists that a style is measured with; each can be replaced by one of one's own.
public record StyleOptions(Phrases refusals, Phrases asAnAi, MarkerWords markers) {

  /// Retort's own lists for English.
  public static StyleOptions english() {
    return new StyleOptions(Phrases.refusals(), Phrases.asAnAi(), MarkerWords.english());
  }
}
