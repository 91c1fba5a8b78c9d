package dev.retort.run;

import dev.retort.recipe.Canonical;
import dev.retort.row.Column;
import dev.retort.row.Schema;
import dev.retort.step.OfModel;
import dev.retort.step.OfModel.Lane;
import dev.retort.step.Step;
import dev.retort.teacher.Failure;
import dev.retort.teacher.FailurePolicy.Trait;
import dev.retort.teacher.Fallback;
import dev.retort.teacher.Teacher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known before a run of teachers that are asked where others fail.
public final class Fallbacks {
  /// Names the teacher whose unit another one did; null in all other rows.
  static final String COLUMN = "instead_of";

  private Fallbacks() {}

  /// Every teacher a step may ask, groups expanded: its own, and those asked where they fail.
  public static List<String> asked(Step step, Map<String, Teacher> teachers) {
    Set<String> asked = new LinkedHashSet<>(step.teachers(List.copyOf(teachers.keySet())));
    if (step instanceof OfModel model) {
      lanes(model, teachers).forEach(name -> asked.addAll(chain(name, teachers)));
    }
    return List.copyOf(asked);
  }

  /// Whether another teacher may be asked where one of the step's fails.
  static boolean of(OfModel step, Map<String, Teacher> teachers) {
    return lanes(step, teachers).stream().anyMatch(name -> next(name, teachers) != null);
  }

  /// A step's columns with the one that names who failed: [#COLUMN], or one with the step's name before it where an
  /// earlier step's comes in and is carried along.
  static Schema columns(Schema given, String step) {
    List<Column> columns = new ArrayList<>(given.columns());
    columns.add(Column.text(given.has(COLUMN) ? own(step) : COLUMN));
    return new Schema(columns);
  }

  /// The column of a step's rows that names who failed.
  static String column(Schema output, String step) {
    return output.has(own(step)) ? own(step) : COLUMN;
  }

  private static String own(String step) {
    return step + "_" + COLUMN;
  }

  /// Failures of a call after which another does the teacher's unit.
  /// @param own whether the call is to that teacher; where another one is stopped by it, the unit stays pending
  static List<Failure> on(Teacher teacher, boolean own) {
    Fallback fallback = teacher.patience().fallback();
    if (fallback == null) {
      return List.of();
    }
    return own ? fallback.on() : fallback.on().stream().filter(failure -> !mayStop(failure)).toList();
  }

  private static boolean mayStop(Failure failure) {
    return failure == Failure.CONNECTION || failure.policy().is(Trait.STOPS);
  }

  /// What of a teacher's fallback its step's rows depend on.
  static String canonical(Teacher teacher) {
    Fallback fallback = teacher.patience().fallback();
    return fallback == null ? "" : Canonical.of(fallback);
  }

  /// What keeps a step from asking others where its teachers fail. A teacher answers a row once, so nobody is asked
  /// for two, or beside being asked anyway: equal rows would be counted twice.
  static List<String> problems(OfModel step, Map<String, Teacher> teachers) {
    List<String> problems = new ArrayList<>();
    Set<String> taken = new LinkedHashSet<>(lanes(step, teachers));
    for (String name : lanes(step, teachers)) {
      String at = name;
      for (String next = next(at, teachers); next != null; next = next(at, teachers)) {
        String where = "teachers.%s.fallback: found '%s'".formatted(at, next);
        if (!teachers.containsKey(next)) {
          problems.add("%s, wanted one of %s. Correct the name, or name a member of the group."
              .formatted(where, teachers.keySet()));
          break;
        }
        if (!taken.add(next)) {
          problems.add(("%s, which this step asks anyway, or for another teacher, so that its answers would be "
              + "counted twice. Name a teacher of its own.").formatted(where));
          break;
        }
        if (!step.mixes() && !sameModel(name, next, teachers)) {
          problems
              .add(("%s, another model than that of '%s', and what this step makes of two models cannot be compared. "
                  + "Name a teacher with the same model, or leave the fallback out.").formatted(where, name));
        }
        at = next;
      }
    }
    return problems;
  }

  private static boolean sameModel(String one, String other, Map<String, Teacher> teachers) {
    String model = Objects.requireNonNull(teachers.get(one)).backend().model();
    return model != null && model.equals(Objects.requireNonNull(teachers.get(other)).backend().model());
  }

  private static List<String> lanes(OfModel step, Map<String, Teacher> teachers) {
    return step.lanes(List.copyOf(teachers.keySet())).stream().map(Lane::teacher).distinct().toList();
  }

  /// Those asked one after the other where the teacher fails.
  private static Set<String> chain(String name, Map<String, Teacher> teachers) {
    Set<String> chain = new LinkedHashSet<>();
    for (String next = next(name, teachers); next != null && teachers.containsKey(next); next = next(next, teachers)) {
      if (!chain.add(next)) {
        break;
      }
    }
    return chain;
  }

  private static @Nullable String next(String name, Map<String, Teacher> teachers) {
    Teacher teacher = teachers.get(name);
    Fallback fallback = teacher == null ? null : teacher.patience().fallback();
    return fallback == null ? null : fallback.teacher();
  }
}
