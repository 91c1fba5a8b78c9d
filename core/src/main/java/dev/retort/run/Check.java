package dev.retort.run;

import dev.retort.recipe.Problem;
import dev.retort.run.Plan.Node;
import dev.retort.run.spend.Forecast;
import dev.retort.run.spend.Payer;
import dev.retort.run.spend.Used;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.step.OfModel;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Terms.Verdict;
import dev.retort.teacher.Use;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that can be told of a recipe without calling a model.
public final class Check {
  private Check() {}

  /// @param problems what keeps it from running
  /// @param notes what was recognised
  /// @param steps one line a step: its name, its unit count a row, its columns
  /// @param terms what each dataset's and teacher's terms say of the intended use
  /// @param forecast calls, tokens and money; null when there are problems or no model is asked
  public record Checked(List<Problem> problems, List<String> notes, List<StepLine> steps, List<TermsLine> terms,
      @Nullable Forecast forecast) {
    public Checked {
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
      steps = List.copyOf(steps);
      terms = List.copyOf(terms);
    }
  }

  /// @param units at most, where the rows of its source are known; a step gives at most a row a unit
  /// @param calls at least, by teacher: one a unit, and one for each further turn; empty when the units are not known
  public record StepLine(String step, String kind, @Nullable Long units, Map<String, Long> calls,
      List<String> columns) {
    public StepLine {
      calls = Collections.unmodifiableMap(new LinkedHashMap<>(calls));
      columns = List.copyOf(columns);
    }
  }

  /// @param source a dataset's or teacher's name
  public record TermsLine(String source, Terms terms, Use use, Verdict verdict) {}

  public static Checked check(RunOptions options) {
    Opened opened = Opened.open(options);
    Plan plan = opened.plan();
    Map<String, Terms> terms = new LinkedHashMap<>(plan.datasets());
    plan.teachers().forEach((name, teacher) -> terms.put(name, teacher.effectiveTerms()));
    Use use = plan.recipe().intendedUse();
    List<TermsLine> lines = terms.entrySet().stream()
        .map(entry -> new TermsLine(entry.getKey(), entry.getValue(), use, entry.getValue().verdict(use))).toList();
    return new Checked(opened.problems(), plan.notes(), steps(plan, options.limit()), lines, forecast(opened));
  }

  /// Reads up to a thousand rows of each source. Where there are more, and nobody knows how many, it tells of a thousand.
  private static @Nullable Forecast forecast(Opened opened) {
    Plan plan = opened.plan();
    if (!opened.problems().isEmpty() || plan.nodes().stream().noneMatch(n -> n.entry().step() instanceof OfModel)) {
      return null;
    }
    Map<String, Rehearsal.Source> sources = new LinkedHashMap<>();
    SourceRows.of(opened).forEach((step, source) -> {
      Long known = plan.rows().get(step);
      long total = known == null ? source.total() : Math.min(known, opened.options().limit());
      sources.put(step, new Rehearsal.Source(source.rows(), total, known != null || source.whole()));
    });
    return new Rehearsal(plan, teacher -> Run.tokenizer(opened.base(), teacher), history(opened)).forecast(sources);
  }

  /// What earlier sittings of the run used; nothing where there were none.
  private static Map<Payer, Used> history(Opened opened) {
    Path ledger = opened.place().resolve(Run.LEDGER);
    if (!Files.exists(ledger)) {
      return Map.of();
    }
    try (Ledger kept = SqliteLedger.open(ledger)) {
      return kept.used();
    }
  }

  private static List<StepLine> steps(Plan plan, long limit) {
    List<@Nullable Long> unitsOf = new ArrayList<>();
    List<StepLine> steps = new ArrayList<>();
    for (Node node : plan.nodes()) {
      Long rows = node.input() < 0 ? brought(plan, node, limit) : unitsOf.get(node.input());
      Map<String, Long> calls = new LinkedHashMap<>();
      Long units = rows;
      if (node.entry().step() instanceof OfModel model && rows != null) {
        for (OfModel.Lane lane : model.lanes(List.copyOf(plan.teachers().keySet()))) {
          calls.merge(lane.teacher(), Math.multiplyExact(rows, (long) lane.samples()), Long::sum);
        }
        units = calls.values().stream().mapToLong(Long::longValue).sum();
      }
      unitsOf.add(units);
      steps.add(new StepLine(node.name(), node.entry().kind(), units, calls, node.columns().names()));
    }
    return steps;
  }

  private static @Nullable Long brought(Plan plan, Node source, long limit) {
    Long known = plan.rows().get(source.name());
    return known == null ? null : Long.valueOf(Math.min(known, limit));
  }
}
