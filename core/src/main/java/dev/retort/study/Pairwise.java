package dev.retort.study;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was said of two answers at a time.
///
/// @param files by others, in files; null where none were given
/// @param verdicts by the run's own steps, one sheet a step and judge
public record Pairwise(@Nullable PreferenceSheet files, List<VerdictSheet> verdicts) {
  public Pairwise {
    verdicts = List.copyOf(verdicts);
  }
}
