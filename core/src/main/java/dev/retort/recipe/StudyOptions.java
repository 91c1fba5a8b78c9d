package dev.retort.recipe;

import dev.retort.step.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a study of teachers looks at.
///
/// @param by column that says whose answer a row is
/// @param from the step whose rows are studied; else the last one before anything is dropped
/// @param scores columns of numbers, of true and false, or of verdicts; else those that say how good an answer is
/// @param prompts most prompts that are looked at; of more, a random sample of so many
/// @param preferences files of judgements that hold two answers against each other
public record StudyOptions(@Default("teacher") String by, @Nullable String from, @Default("[]") List<String> scores,
    @Default("2000") int prompts, @Nullable PreferenceFiles preferences) {
  public static final int MOST_PROMPTS = 20_000;
  public static final StudyOptions DEFAULT = new StudyOptions("teacher", null, List.of(), 2000, null);

  public StudyOptions {
    scores = List.copyOf(scores);
    if (by.isBlank()) {
      throw new IllegalArgumentException("by found an empty name, wanted a column's.");
    }
    if (prompts < 2 || prompts > MOST_PROMPTS) {
      throw new IllegalArgumentException("prompts found %d, wanted 2 to %d.".formatted(prompts, MOST_PROMPTS));
    }
  }

  public StudyOptions with(PreferenceFiles files) {
    return new StudyOptions(by, from, scores, prompts, files);
  }
}
