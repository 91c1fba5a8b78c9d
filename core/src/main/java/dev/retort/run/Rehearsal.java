package dev.retort.run;

import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.Plan.Node;
import dev.retort.run.RehearsedModels.Asked;
import dev.retort.run.spend.Forecast;
import dev.retort.run.spend.Payer;
import dev.retort.run.spend.Used;
import dev.retort.step.OfModel;
import dev.retort.step.OfRow;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Price;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Usd;
import dev.retort.text.Tokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells what a run will take by going through its steps with a few real rows and models that answer nothing real.
///
/// Prompts are those the steps really make, so their calls and tokens are counted and multiplied by the rows there are.
/// Rows that a step would drop are counted as dropped only before the first model step: what hangs on answers is not
/// known, so every row is taken to go on. Repeats of failed calls are not in it.
final class Rehearsal {
  /// Rows of each source that are gone through.
  static final int ROWS = 256;

  private final Plan plan;
  private final Function<Teacher, @Nullable Tokenizer> tokenizers;
  private final Map<Payer, Used> history;
  /// By path: reading one takes a while.
  private final Map<String, @Nullable Tokenizer> opened = new HashMap<>();
  private final Map<Payer, Count> counts = new LinkedHashMap<>();
  private final Map<Integer, Going> going = new HashMap<>();

  /// The first rows of a source, and how many there are.
  /// @param whole whether these are all there are
  record Source(List<Row> rows, long total, boolean whole) {
    Source {
      rows = List.copyOf(rows);
    }
  }

  /// Rows that reach a step.
  /// @param each how many rows of the run one of them stands for
  /// @param asked whether a model step came before
  private record Going(List<Row> rows, double each, boolean asked) {}

  /// Sums over the rows that were gone through, each times the rows it stands for.
  private static final class Count {
    double calls;
    double prompt;
    double most;
    boolean bounded = true;
    boolean counted = true;
  }

  /// @param tokenizers gives a teacher's tokenizer, or null where the recipe names none
  /// @param history what the run used before, for how long answers are
  Rehearsal(Plan plan, Function<Teacher, @Nullable Tokenizer> tokenizers, Map<Payer, Used> history) {
    this.plan = plan;
    this.tokenizers = tokenizers;
    this.history = history;
  }

  /// @param sources by the name of the step
  Forecast forecast(Map<String, Source> sources) {
    for (int i = 0; i < plan.nodes().size(); i++) {
      Node node = plan.nodes().get(i);
      Source source = sources.get(node.name());
      Going in = node.input() < 0 ? null : going.get(node.input());
      if (source != null && !source.rows().isEmpty()) {
        going.put(i, new Going(source.rows(), (double) source.total() / source.rows().size(), false));
      } else if (in != null) {
        going.put(i, through(node, in));
      }
    }
    long rows = sources.values().stream().mapToLong(Source::total).sum();
    long sampled = sources.values().stream().mapToLong(source -> source.rows().size()).sum();
    List<Forecast.Line> lines = new ArrayList<>();
    counts.forEach((payer, count) -> lines.add(line(payer, count)));
    return new Forecast(lines, new Forecast.Basis(rows, sources.values().stream().allMatch(Source::whole), sampled),
        atLeast(lines));
  }

  private Going through(Node node, Going in) {
    Schema schema = in.rows().isEmpty() ? Schema.of() : in.rows().getFirst().schema();
    List<Row> out = new ArrayList<>();
    boolean asked = in.asked() || node.entry().step() instanceof OfModel;
    switch (node.entry().step()) {
      case OfTable _ -> {
        if (schema.equals(node.columns())) {
          out.addAll(in.rows());
        }
      }
      case OfRow step -> {
        OfRow.Kernel kernel = step.kernel(schema, node.columns());
        in.rows().forEach(row -> keep(tried(() -> kernel.apply(row)), row, in, node, out));
      }
      case OfModel step -> {
        OfModel.Rollout rollout = step.rollout(schema, node.columns());
        for (Row row : in.rows()) {
          for (OfModel.Lane lane : step.lanes(List.copyOf(plan.teachers().keySet()))) {
            for (int sample = 0; sample < lane.samples(); sample++) {
              Asked of = new Asked(node.name(), lane.teacher(), sample);
              RehearsedModels models = new RehearsedModels(plan.teachers(), this::tokenizer, of, this::answer);
              keep(tried(() -> rollout.run(row, models)), row, in, node, out);
              models.calls().forEach(call -> count(new Payer(call.teacher(), node.name()), call, in.each()));
            }
          }
        }
      }
    }
    return new Going(out, in.each(), asked);
  }

  private @Nullable Tokenizer tokenizer(String name) {
    Teacher teacher = plan.teachers().get(name);
    if (teacher == null || teacher.tokenizer() == null) {
      return null;
    }
    return opened.computeIfAbsent(teacher.tokenizer(), _ -> tokenizers.apply(teacher));
  }

  /// What came of it; null where it stumbled over an answer that is none.
  private static @Nullable Outcome tried(Supplier<Outcome> outcome) {
    try {
      return outcome.get();
    } catch (RuntimeException e) {
      return null; // the run itself tells what is wrong
    }
  }

  private static void keep(@Nullable Outcome outcome, Row row, Going in, Node node, List<Row> out) {
    if (outcome instanceof Outcome.Kept(List<Row> rows)) {
      out.addAll(rows);
    } else if (in.asked() && row.schema().equals(node.columns())) {
      out.add(row);
    }
  }

  /// How long an answer most likely is: as those before were, else so long as nothing is known.
  private int answer(String teacher, String step) {
    Used used = history.getOrDefault(new Payer(teacher, step), Used.NONE);
    return used.calls() == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, used.completion() / used.calls());
  }

  private void count(Payer payer, RehearsedModels.Call call, double each) {
    Count count = counts.computeIfAbsent(payer, _ -> new Count());
    count.calls += each;
    count.prompt += each * call.prompt();
    count.most += call.most() == null ? 0 : each * call.most();
    count.bounded &= call.most() != null;
    count.counted &= call.counted();
  }

  private Forecast.Line line(Payer payer, Count count) {
    long calls = (long) Math.ceil(count.calls);
    long prompt = (long) Math.ceil(count.prompt);
    Long most = count.bounded ? Long.valueOf((long) Math.ceil(count.most)) : null;
    Used used = history.getOrDefault(payer, Used.NONE);
    Long likely = used.calls() == 0 ? null : Long.valueOf(Math.ceilDiv(used.completion() * calls, used.calls()));
    return new Forecast.Line(payer, calls, new Forecast.Prompt(prompt, count.counted),
        new Forecast.Completion(most, likely), cost(payer.teacher(), calls, prompt, most, likely));
  }

  private Forecast.@Nullable Cost cost(String name, long calls, long prompt, @Nullable Long most,
      @Nullable Long likely) {
    Teacher teacher = plan.teachers().get(name);
    Price price = teacher == null ? null : teacher.price();
    if (price == null) {
      return teacher != null && !teacher.backend().billed() ? new Forecast.Cost(Usd.ZERO, Usd.ZERO) : null;
    }
    return new Forecast.Cost(most == null ? null : price.of(calls, prompt, 0, most),
        likely == null ? null : price.of(calls, prompt, 0, likely));
  }

  /// By the teacher whose limits per minute take longest; null where none states any.
  private @Nullable Duration atLeast(List<Forecast.Line> lines) {
    Map<String, Double> minutes = new HashMap<>();
    for (Forecast.Line line : lines) {
      Teacher teacher = plan.teachers().get(line.payer().teacher());
      if (teacher != null) {
        Limits limits = teacher.limits();
        Long written = line.completion().likely() != null ? line.completion().likely() : line.completion().most();
        long tokens = line.prompt().tokens() + (written == null ? 0 : written);
        double longest = Math.max(over(line.calls(), limits.requestsPerMinute()),
            over(tokens, limits.tokensPerMinute()));
        minutes.merge(line.payer().teacher(), longest, Double::sum);
      }
    }
    double longest = minutes.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return longest == 0 ? null : Duration.ofSeconds((long) Math.ceil(longest * 60));
  }

  private static double over(long count, @Nullable Long perMinute) {
    return perMinute == null ? 0 : (double) count / perMinute;
  }
}
