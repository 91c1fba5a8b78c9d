package dev.retort.compare;

import org.jspecify.annotations.Nullable;

/// The columns a user named; those that are absent are guessed from the records.
///
/// @param prompt what was asked
/// @param text what was answered
/// @param by who answered
/// @param vectors embeddings of the answers; none where absent
public record ColumnNames(@Nullable String prompt, @Nullable String text, @Nullable String by,
    @Nullable String vectors) {
  public static final ColumnNames GUESSED = new ColumnNames(null, null, null, null);
}
