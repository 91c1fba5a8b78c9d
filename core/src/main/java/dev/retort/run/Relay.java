package dev.retort.run;

import dev.retort.files.RowJson;
import dev.retort.files.Values;
import dev.retort.recipe.Canonical;
import dev.retort.row.Column;
import dev.retort.row.JsonTree;
import dev.retort.row.Row;
import dev.retort.run.Plan.Node;
import dev.retort.step.OfModel.Rollout;
import dev.retort.step.Outcome;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Fallback;
import dev.retort.teacher.Teacher;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Does a unit by its teacher and, where that fails, by the teacher that is its fallback, from the first call on.
///
/// That a unit was handed on is kept in the ledger before the other teacher is asked, so that a later sitting asks the
/// same one and gives the same row.
final class Relay {
  private static final String ANY = "any";

  private final Calls calls;
  private final Ledger ledger;
  private final Plan plan;
  private final Node node;
  private final Map<String, Boolean> told = new ConcurrentHashMap<>();
  private final Map<String, Handing> handings = new ConcurrentHashMap<>();
  private final Set<String> stopped = ConcurrentHashMap.newKeySet();

  Relay(Calls calls, Plan plan, Node node) {
    this.calls = calls;
    this.ledger = calls.ledger();
    this.plan = plan;
    this.node = node;
  }

  /// How a unit ended.
  /// @param teacher whose outcome it is
  record Done(Outcome outcome, String teacher) {}

  /// A teacher with a fallback.
  /// @param about what handed units are kept under: what is asked, and the teacher as it is described, so that another
  /// question and a teacher that was put right begin anew
  /// @param earlier whether an earlier sitting handed units on
  private record Handing(Fallback fallback, String about, boolean earlier) {}

  /// What a try came to: an outcome, or a teacher that takes no more calls.
  private record Try(@Nullable Failure failure, String message, @Nullable Outcome outcome) {}

  /// @return null for a unit that is left pending because a teacher it was handed to takes no calls; others go on
  /// @throws Pending when the lane's own teacher takes none
  @Nullable
  Done run(Row row, String teacher, int sample, Rollout rollout) {
    String by = teacher;
    String before = "";
    while (true) {
      Handing handing = handing(by);
      if (handing != null && handing.earlier() && ledger.fact(handing.about(), name(row, sample)) != null) {
        by = handing.fallback().teacher();
        continue;
      }
      Try tried;
      try {
        tried = attempt(row, by, sample, rollout, handing);
      } catch (Pending e) {
        if (by.equals(teacher) || stopped.contains(teacher) || !ofThatTeacher(e)) {
          throw e;
        }
        return null;
      }
      if (handing == null || tried.failure() == null || !handing.fallback().on().contains(tried.failure())) {
        return new Done(outcome(tried, row, teacher, by, before), by);
      }
      hand(handing, by, tried, row, sample);
      before = " Before, teacher '%s' failed: %s".formatted(by, tried.message());
      by = handing.fallback().teacher();
    }
  }

  /// Whether other teachers may still be asked.
  private static boolean ofThatTeacher(Pending pending) {
    return switch (pending) {
      case Pending.Stopped _ -> true;
      case Pending.OutOfBudget spent -> !spent.budget().equals("budget");
      case Pending.Interrupted _ -> false;
    };
  }

  private Try attempt(Row row, String by, int sample, Rollout rollout, @Nullable Handing handing) {
    try {
      Outcome outcome = rollout.run(row, calls.unit(node.name(), row, by, sample));
      return outcome instanceof Outcome.Failed(Failure failure, String message)
          ? new Try(failure, message, outcome)
          : new Try(null, "", outcome);
    } catch (CallFailed e) {
      String message = String.valueOf(e.getMessage());
      return new Try(e.failure(), message, new Outcome.Failed(e.failure(), message));
    } catch (Pending.Stopped e) {
      if (handing == null || !e.teacher().equals(by) || !handing.fallback().on().contains(e.failure())) {
        throw e;
      }
      stopped.add(by);
      return new Try(e.failure(), String.valueOf(e.getMessage()), null);
    }
  }

  private Outcome outcome(Try tried, Row row, String teacher, String by, String before) {
    return switch (tried.outcome()) {
      case null -> throw new IllegalStateException("unit of row %s was handed on and not done".formatted(row.id()));
      case Outcome.Kept(List<Row> rows) when !by.equals(teacher) ->
        new Outcome.Kept(rows.stream()
            .map(each -> each.set(Fallbacks.column(each.schema(), node.name()), teacher)).toList());
      case Outcome.Failed(Failure failure, String message) when !before.isEmpty() ->
        new Outcome.Failed(failure, message + before);
      case Outcome any -> any;
    };
  }

  private void hand(Handing handing, String by, Try tried, Row row, int sample) {
    told.computeIfAbsent(by, _ -> {
      calls.note(by, "teacher '%s' failed; '%s' does such units of step '%s' in its place: %s"
          .formatted(by, handing.fallback().teacher(), node.name(), tried.message()));
      ledger.learn(handing.about(), ANY, "");
      return true;
    });
    ledger.learn(handing.about(), name(row, sample), tried.message());
  }

  /// A unit by its sample and all that is in its row: a row may keep its id when a step before it says other things.
  private static String name(Row row, int sample) {
    List<String> columns = row.schema().columns().stream().map(Column::name).toList();
    return row.id() + ' ' + sample + ' '
        + Fingerprint.hash(JsonTree.text(RowJson.tree(row, columns, Values.Absent.NULL)));
  }

  private @Nullable Handing handing(String name) {
    Teacher teacher = Objects.requireNonNull(plan.teachers().get(name));
    Fallback fallback = teacher.patience().fallback();
    return fallback == null ? null : handings.computeIfAbsent(name, _ -> {
      String about = about(name, teacher, fallback);
      return new Handing(fallback, about, ledger.fact(about, ANY) != null);
    });
  }

  private String about(String name, Teacher teacher, Fallback fallback) {
    return Fingerprint.hash(String.join("\n", "fallback", Fingerprint.question(plan, node, calls.base()), name,
        Canonical.of((Record) teacher.backend()), Canonical.of(teacher.sampling()), fallback.teacher()));
  }
}
