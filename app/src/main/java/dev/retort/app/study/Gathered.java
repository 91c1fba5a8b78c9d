package dev.retort.app.study;

import dev.retort.app.report.TeacherTally;
import dev.retort.study.Names;
import dev.retort.study.Paired;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one pass over a run's answers found.
///
/// @param steps which table was read
/// @param paired the answers that are held against each other
/// @param tallies counts of every answer and failure, by teacher
/// @param accepted rows of the run's last step, by teacher; null where they do not name theirs
/// @param names by what names the teachers go
/// @param scoreSteps the step that wrote each score column
record Gathered(StudiedSteps steps, Paired paired, Map<String, TeacherTally> tallies,
    @Nullable Map<String, Long> accepted, Names names, List<String> scoreSteps) {

  Gathered {
    tallies = Collections.unmodifiableMap(new LinkedHashMap<>(tallies));
    scoreSteps = List.copyOf(scoreSteps);
  }
}
