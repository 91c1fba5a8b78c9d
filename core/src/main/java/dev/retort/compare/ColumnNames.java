package dev.retort.compare;

import org.jspecify.annotations.Nullable;

/// The columns a user named; those that are absent are guessed from the records.
///
/// @param prompt what was asked
/// @param text what was answered
/// @param by who answered
/// @param beside a further column that is told with each text; none where absent
/// @param logProbs where it stands what a teacher told of a text; not looked at where absent
public record ColumnNames(@Nullable String prompt, @Nullable String text, @Nullable String by,
    @Nullable Beside beside, LogProbs.@Nullable InColumns logProbs) {
  public static final ColumnNames GUESSED = new ColumnNames(null, null, null, null);

  public ColumnNames(@Nullable String prompt, @Nullable String text, @Nullable String by, @Nullable Beside beside) {
    this(prompt, text, by, beside, null);
  }

  /// A column that is told with each text.
  ///
  /// @param option by which it was named
  /// @param wanted what is looked for in it, such as `list of numbers`
  public record Beside(String option, String column, String wanted) {}

  /// Embeddings of the texts; none where no column is named.
  public static @Nullable Beside vectors(@Nullable String column) {
    return column == null ? null : new Beside("--vectors", column, "list of numbers");
  }

  /// When the texts were written; none where no column is named.
  public static @Nullable Beside dates(@Nullable String column) {
    return column == null ? null : new Beside("--date", column, "date");
  }
}
