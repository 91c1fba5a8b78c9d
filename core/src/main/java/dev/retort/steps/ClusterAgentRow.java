package dev.retort.steps;

import dev.retort.measure.diversity.ClusterRounds;
import dev.retort.measure.diversity.ClusterRounds.Mean;
import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.Models;
import dev.retort.steps.ClusterAgentTally.Count;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The row a talk ends in.
record ClusterAgentRow(ClusterAgent options, ClusterAgentTally tally, ClusterAgentCriteria criteria, int texts) {
  private static final Type MEAN = new Type.Struct(List.of(new Column("mean", Type.Scalar.FLOAT),
      new Column("error", Type.Scalar.FLOAT), new Column("low", Type.Scalar.FLOAT),
      new Column("high", Type.Scalar.FLOAT)));
  private static final Set<Count> OF_ROUNDS = EnumSet.range(Count.ASKED, Count.WITHOUT_VALID);
  private static final Type ROUNDS = struct(List.of(), OF_ROUNDS, Column.bool("stopped_early"));
  private static final Type COUNTS = struct(List.of("texts", "texts_a_round", "discovery_asked", "discovery_lost"),
      EnumSet.complementOf(EnumSet.copyOf(OF_ROUNDS)));

  /// Columns whose earlier value is in the new one.
  static final Set<String> CARRIED = Set.of("simulated", Source.COLUMN);

  static final List<Column> COLUMNS = List.of(new Column("clusters", MEAN), new Column("cluster_size", MEAN),
      new Column("diversity", MEAN), new Column("diversity_per_text", MEAN), new Column("rounds", ROUNDS),
      new Column("counts", COUNTS), new Column("criteria", new Type.ListOf(Type.Scalar.TEXT)), Column.text("agent"),
      Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST));

  private static Type struct(List<String> first, Set<Count> counts, Column... more) {
    List<Column> fields = new ArrayList<>(first.stream().map(Column::integer).toList());
    counts.forEach(count -> fields.add(Column.integer(count.word())));
    fields.addAll(List.of(more));
    return new Type.Struct(fields);
  }

  Row of(Row row, Schema output, Models.Unit unit, boolean simulated) {
    boolean earlier = row.schema().has("simulated") && Boolean.TRUE.equals(row.get("simulated"));
    return row.as(output, row.childId(unit.step(), unit.teacher(), unit.sample()))
        .set("clusters", mean(ClusterRounds::clusters)).set("cluster_size", mean(ClusterRounds::size))
        .set("diversity", mean(ClusterRounds::diversity)).set("diversity_per_text", mean(ClusterRounds::normalised))
        .set("rounds", rounds()).set("counts", counts()).set("criteria", new ArrayList<>(criteria.sentences()))
        .set("agent", unit.teacher()).set("simulated", earlier || simulated)
        .set(Source.COLUMN, Source.union(Source.of(row), new Source(unit.teacher(), "judge")));
  }

  private @Nullable Map<String, @Nullable Object> mean(Function<ClusterRounds, Mean> which) {
    ClusterRounds means = tally.means();
    if (means == null) {
      return null;
    }
    Mean mean = which.apply(means);
    Map<String, @Nullable Object> struct = new LinkedHashMap<>();
    struct.put("mean", mean.value());
    struct.put("error", mean.error());
    struct.put("low", mean.low());
    struct.put("high", mean.high());
    return struct;
  }

  private Map<String, @Nullable Object> rounds() {
    Map<String, @Nullable Object> struct = new LinkedHashMap<>();
    OF_ROUNDS.forEach(count -> struct.put(count.word(), (long) tally.get(count)));
    struct.put("stopped_early", tally.get(Count.ASKED) < options.rounds().most());
    return struct;
  }

  private Map<String, @Nullable Object> counts() {
    Map<String, @Nullable Object> struct = new LinkedHashMap<>();
    struct.put("texts", (long) texts);
    struct.put("texts_a_round", (long) options.rounds().texts());
    struct.put("discovery_asked", (long) criteria.asked());
    struct.put("discovery_lost", (long) criteria.lost());
    EnumSet.complementOf(EnumSet.copyOf(OF_ROUNDS))
        .forEach(count -> struct.put(count.word(), (long) tally.get(count)));
    return struct;
  }
}
