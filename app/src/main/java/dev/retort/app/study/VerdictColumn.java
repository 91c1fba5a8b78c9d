package dev.retort.app.study;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.row.Type.Scalar;
import dev.retort.study.Verdict;
import dev.retort.study.Verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A column that `compare` or `rank` wrote, known by those beside it.
///
/// @param ranked whether it holds the ranks of several answers, rather than which of two is better
record VerdictColumn(String name, boolean ranked) {
  private static final Type RANKS = new Type.ListOf(Scalar.INT);
  private static final String TEACHER = "teacher";
  private static final String USUAL = "candidates";

  static List<VerdictColumn> in(Schema schema) {
    List<VerdictColumn> found = new ArrayList<>();
    for (Column column : schema.columns()) {
      String name = column.name();
      boolean judged = has(schema, name + "_judge", Scalar.TEXT) && has(schema, name + "_sample", Scalar.INT);
      if (judged && column.type() == Scalar.TEXT && has(schema, name + "_consistent", Scalar.BOOL)) {
        found.add(new VerdictColumn(name, false));
      } else if (judged && column.type().equals(RANKS) && has(schema, name + "_shown", RANKS)) {
        found.add(new VerdictColumn(name, true));
      }
    }
    return found;
  }

  private static boolean has(Schema schema, String name, Type type) {
    return schema.has(name) && schema.type(name).equals(type);
  }

  /// Whether the schema has columns that say who wrote the answers.
  boolean attributed(Schema schema) {
    return ranked
        ? candidates(schema) != null
        : has(schema, "teacher_a", Scalar.TEXT) && has(schema, "teacher_b", Scalar.TEXT);
  }

  /// What tells the writers, for people.
  String wanted() {
    return ranked ? "a list of candidates that name their 'teacher'" : "the columns 'teacher_a' and 'teacher_b'";
  }

  /// The lists of records with a teacher's name: the usual one, or the only one.
  private static @Nullable String candidates(Schema schema) {
    List<String> lists = schema.columns().stream().filter(column -> namesTeachers(column.type())).map(Column::name)
        .toList();
    return lists.contains(USUAL) ? USUAL : lists.size() == 1 ? lists.getFirst() : null;
  }

  private static boolean namesTeachers(Type type) {
    return type instanceof Type.ListOf(Type element) && element instanceof Type.Struct(List<Column> fields)
        && fields.contains(Column.text(TEACHER));
  }

  String judge(Row row) {
    String judge = row.text(name + "_judge");
    return judge == null ? "(unnamed)" : judge;
  }

  long sample(Row row) {
    return row.get(name + "_sample") instanceof Long sample ? sample : 0;
  }

  /// @param place of the row's prompt
  List<Verdict> verdicts(Row row, int place) {
    return ranked ? rankedPairs(row, place) : List.of(pair(row, place));
  }

  private Verdict pair(Row row, int place) {
    boolean contradicts = Boolean.FALSE.equals(row.get(name + "_consistent"));
    String verdict = row.text(name);
    Outcome outcome = switch (verdict) {
      case null -> Outcome.UNDECIDED;
      case "a" -> Outcome.A;
      case "b" -> Outcome.B;
      default -> contradicts ? Outcome.INCONSISTENT : Outcome.TIE;
    };
    return new Verdict(place, row.text("teacher_a"), row.text("teacher_b"), outcome);
  }

  /// Each two of the candidates; equal ranks are a tie.
  private List<Verdict> rankedPairs(Row row, int place) {
    List<@Nullable String> writers = writers(row);
    List<@Nullable Object> ranks = row.list(name);
    List<Verdict> verdicts = new ArrayList<>();
    for (int a = 0; a < writers.size(); a++) {
      for (int b = a + 1; b < writers.size(); b++) {
        Outcome outcome = ranks == null || ranks.size() != writers.size()
            ? Outcome.UNDECIDED
            : outcome(ranks.get(a), ranks.get(b));
        verdicts.add(new Verdict(place, writers.get(a), writers.get(b), outcome));
      }
    }
    return verdicts;
  }

  private static Outcome outcome(@Nullable Object a, @Nullable Object b) {
    if (!(a instanceof Long first && b instanceof Long second)) {
      return Outcome.UNDECIDED;
    }
    int order = Long.compare(first, second);
    return order < 0 ? Outcome.A : order > 0 ? Outcome.B : Outcome.TIE;
  }

  private static List<@Nullable String> writers(Row row) {
    String column = candidates(row.schema());
    List<@Nullable Object> candidates = column == null ? null : row.list(column);
    List<@Nullable String> writers = new ArrayList<>();
    for (Object candidate : candidates == null ? List.of() : candidates) {
      writers.add(candidate instanceof Map<?, ?> fields && fields.get(TEACHER) instanceof String name ? name : null);
    }
    return writers;
  }
}
