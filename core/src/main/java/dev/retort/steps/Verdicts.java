package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.Models;
import dev.retort.step.OfModel.Lane;
import dev.retort.step.Outcome;
import dev.retort.step.Step.Planning;
import dev.retort.steps.VerdictAsking.OnUnparsed;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Sampling;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the judging steps have in common: who is asked, and what becomes of a row.
final class Verdicts {
  /// What `compare` writes of each order.
  static final Type ORDERS = new Type.ListOf(new Type.Struct(List.of(Column.text("first"), Column.text("verdict"),
      Column.text("failure"), Column.text("reply"), Column.integer("asks"))));
  /// What `rank` writes: ranks by candidate, candidates by place.
  static final Type RANKS = new Type.ListOf(Type.Scalar.INT);
  private static final int SHOWN = 200;
  private static final Set<String> RESERVED = Set.of("id", "simulated", Source.COLUMN);

  private Verdicts() {}

  /// Tells when nobody, or nobody in particular, is named.
  static void check(List<String> named, Planning plan) {
    named.forEach(name -> plan.members("teacher", name));
    if (named.isEmpty() && plan.teachers().size() != 1) {
      plan.problem("teacher", "%s, wanted a judge's name. Say which."
          .formatted(plan.teachers().isEmpty() ? "the recipe has no teachers" : "there are " + plan.teachers()));
    }
  }

  static List<Lane> lanes(List<String> named, int samples, List<String> known) {
    return named.isEmpty() && known.size() != 1 ? List.of() : Lanes.of(named, samples, known);
  }

  /// The columns that come in with those added; one that is replaced is noted.
  /// @param into the column that was named; those beside it begin with its name
  static Schema added(Schema input, Planning plan, String into, List<Column> added) {
    if (RESERVED.contains(into)) {
      plan.problem("into", "'%s' is a column of its own meaning, wanted another name.".formatted(into));
      return input;
    }
    for (Column column : added) {
      if (input.has(column.name()) && !column.name().equals(Source.COLUMN) && !column.name().equals("simulated")) {
        plan.note("the column '%s' that comes in is replaced".formatted(column.name()));
      }
    }
    return input.with(added.toArray(Column[]::new));
  }

  /// How the unit's judge draws: what its own sampling says, the step's way over it, the sample's number added to a seed.
  static Sampling draw(Models models, Sampling step) {
    Models.Unit unit = models.unit();
    Sampling merged = models.teacher(unit.teacher()).sampling().with(step);
    Long seed = merged.seed();
    return seed == null ? merged : merged.withSeed(seed + unit.sample());
  }

  /// Whether the judge wrote what it judges, as far as columns name who did; null where none does.
  static @Nullable Boolean self(Row row, String judge, String... columns) {
    @Nullable
    Boolean self = null;
    for (String column : columns) {
      boolean named = row.schema().has(column) && row.schema().type(column) == Type.Scalar.TEXT;
      String writer = named ? row.text(column) : null;
      if (writer != null) {
        self = Boolean.TRUE.equals(self) || writer.equals(judge);
      }
    }
    return self;
  }

  /// The row with what was judged.
  static Outcome kept(Row row, Schema output, Models.Unit unit, Collection<Reply> replies, Map<String, ?> values) {
    boolean earlier = row.schema().has("simulated") && Boolean.TRUE.equals(row.get("simulated"));
    Row laid = row.as(output, row.childId(unit.step(), unit.teacher(), unit.sample()))
        .set("simulated", earlier || replies.stream().anyMatch(Reply::simulated))
        .set(Source.COLUMN, Source.union(Source.of(row), new Source(unit.teacher(), "judge")));
    for (Map.Entry<String, ?> value : values.entrySet()) {
      laid = laid.set(value.getKey(), value.getValue());
    }
    return Outcome.kept(laid);
  }

  /// Whether a row goes no further when a verdict could not be read. In a rehearsal none can be, and all go on.
  static boolean leavesOut(VerdictAsking asking, Models models) {
    return asking.onUnparsed() != OnUnparsed.KEEP && !models.rehearsed();
  }

  /// What becomes of a row of which a verdict could not be read, unless it is kept.
  /// @param what was asked, for people
  static Outcome unparsed(OnUnparsed on, String what, VerdictTalk.Unclear<?> unclear) {
    return on == OnUnparsed.UNDECIDED
        ? new Outcome.Undecided("unparsed_verdict")
        : new Outcome.Failed(unclear.failure(), "%s: %s, after %s. The reply was: %s".formatted(what, unclear.why(),
            unclear.asks() == 1 ? "one call" : unclear.asks() + " calls", shown(unclear.reply().first().text())));
  }

  private static String shown(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= SHOWN
        ? line
        : line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "…";
  }
}
