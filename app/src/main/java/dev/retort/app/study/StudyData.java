package dev.retort.app.study;

import dev.retort.app.report.SideBySide;
import dev.retort.study.TeacherStudy;
import java.util.List;

/// Everything the study's page shows.
///
/// @param head what was studied
/// @param teachers one line a teacher, in the study's order
/// @param study what was found
/// @param reader answers to a few of the prompts, those that teachers answered most and least alike among them
/// @param judges how far the run's judges can be trusted; none where nobody asked
/// @param notes what else is worth telling, one sentence each
public record StudyData(Head head, List<TeacherLine> teachers, TeacherStudy study, List<SideBySide> reader,
    List<JudgeLine> judges, List<String> notes) {

  public StudyData {
    judges = List.copyOf(judges);
    teachers = List.copyOf(teachers);
    reader = List.copyOf(reader);
    notes = List.copyOf(notes);
  }

  /// @param run its name
  /// @param state how it ended
  /// @param by the column that says whose answer a row is
  /// @param table the step whose rows were read
  /// @param version of Retort that ran it
  public record Head(String run, String state, String by, String table, String version) {}

  public String label(String teacher) {
    return teachers.stream().filter(line -> line.name().equals(teacher)).map(TeacherLine::label).findFirst()
        .orElse(teacher);
  }

  public long answers() {
    return teachers.stream().mapToLong(line -> line.sheet().answers().given()).sum();
  }

  public boolean simulated() {
    return teachers.stream().anyMatch(line -> line.sheet().simulated());
  }

  /// Views of quality: each column of scores, then each table of judgements.
  public List<QualityView> quality() {
    return QualityView.of(study, this::label);
  }
}
