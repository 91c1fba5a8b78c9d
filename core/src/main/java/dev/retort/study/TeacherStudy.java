package dev.retort.study;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found of teachers on the same prompts.
///
/// @param basis what it was computed from
/// @param scores one sheet a column of scores
/// @param pairwise what was said of two answers at a time
/// @param similarity how alike answers are; null with fewer than two teachers
/// @param diversity how varied each teacher's own answers are
/// @param style how each teacher writes
public record TeacherStudy(Basis basis, List<ScoreSheet> scores, Pairwise pairwise,
    @Nullable SimilaritySheet similarity, ProfileSheet diversity, ProfileSheet style) {

  public TeacherStudy {
    scores = List.copyOf(scores);
  }

  /// What files of pairwise judgements say; null where none was given.
  public @Nullable PreferenceSheet preferences() {
    return pairwise.files();
  }

  /// What the run's own judges said of pairs, one sheet a step and judge.
  public List<VerdictSheet> verdicts() {
    return pairwise.verdicts();
  }

  /// @param teachers in order
  /// @param prompts how many were looked at
  /// @param answeredByAll of those, answered by every teacher
  /// @param sample which prompts these are
  /// @param draws how intervals were made
  public record Basis(List<String> teachers, int prompts, int answeredByAll, Paired.Sample sample, Draws draws) {
    public Basis {
      teachers = List.copyOf(teachers);
    }
  }

  /// @param resamples of the prompts, with replacement
  /// @param seed from which they were drawn
  public record Draws(int resamples, long seed) {}
}
