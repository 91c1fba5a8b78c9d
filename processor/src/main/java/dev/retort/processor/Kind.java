package dev.retort.processor;

import java.util.List;
import javax.lang.model.element.TypeElement;

/// A step or a kind of teacher.
///
/// @param name by which recipes call it
/// @param binaryName the record's name as a class loader takes it
/// @param unit what a step works on: `row`, `model` or `table`; empty for a teacher
record Kind(TypeElement element, String name, String binaryName, String unit, Doc doc, List<Option> options) {

  /// Which of the two it is.
  enum Role {
    STEP("dev.retort.step.StepName", "dev.retort.step.Step", "steps"), TEACHER("dev.retort.teacher.TeacherKind",
        "dev.retort.teacher.Backend", "teachers");

    final String annotation;
    final String type;
    final String plural;

    Role(String annotation, String type, String plural) {
      this.annotation = annotation;
      this.type = type;
      this.plural = plural;
    }
  }
}
