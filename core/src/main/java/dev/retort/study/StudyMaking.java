package dev.retort.study;

import dev.retort.measure.statistics.Resamples;
import dev.retort.study.TeacherStudy.Basis;
import dev.retort.study.TeacherStudy.Draws;
import java.util.ArrayList;
import java.util.List;

/// Makes a study of paired answers.
///
/// Cost: all pairs of teachers on every prompt for similarity, and each measure's own for diversity and style.
public final class StudyMaking {
  public static final int RESAMPLES = 2000;

  private final Paired paired;
  private final Draws draws;
  private final Resamples resamples;

  /// @param seed from which prompts are drawn for intervals
  public StudyMaking(Paired paired, long seed) {
    this.paired = paired;
    this.draws = new Draws(RESAMPLES, seed);
    this.resamples = Resamples.of(paired.prompts().size(), RESAMPLES, seed);
  }

  /// The resamples of prompts that everything in the study shares.
  public Resamples resamples() {
    return resamples;
  }

  /// @param scoreSteps the step that wrote each column of scores
  public TeacherStudy study(List<String> scoreSteps, Pairwise pairwise) {
    List<ScoreSheet> scores = new ArrayList<>();
    for (int c = 0; c < paired.columns().size(); c++) {
      scores.add(ScoreSheet.of(paired, c, scoreSteps.get(c), resamples));
    }
    Basis basis = new Basis(paired.authors(), paired.prompts().size(), paired.answeredByAll(), paired.sample(), draws);
    return new TeacherStudy(basis, scores, pairwise, Similarities.of(paired, resamples),
        Diversities.of(paired, draws.seed()),
        Styles.of(paired, draws));
  }
}
