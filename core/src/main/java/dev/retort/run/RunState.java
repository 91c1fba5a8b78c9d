package dev.retort.run;

import dev.retort.Retort;
import dev.retort.row.Json;
import dev.retort.run.RunSummary.StepSummary;
import dev.retort.run.watch.Watched;
import dev.retort.run.watch.WatchedJson;
import dev.retort.step.OfTable.Funnel;
import dev.retort.teacher.Usd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What `run.json` tells of a run, and what `run --json` prints.
public final class RunState {
  private RunState() {}

  /// The contents of `run.json`: the summary, when it was, what the command line changed, and what teachers did.
  static String json(Opened opened, RunSummary summary, Instant started, Map<String, Watched> runtime) {
    ObjectNode node = head(opened, started);
    node.put("ended", Instant.now().toString());
    node.set("summary", json(summary));
    node.set("spend", SpendJson.of(summary.calls().spend()));
    ObjectNode reasons = node.putObject("reasons");
    summary.steps().forEach(step -> step.funnel().reasons().forEach(reasons.withObjectProperty(step.step())::put));
    node.set("runtime", WatchedJson.write(runtime));
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }

  private static ObjectNode head(Opened opened, Instant started) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("format", RunFolder.FORMAT).put("retort", Retort.VERSION);
    node.put("recipe_file", String.valueOf(opened.options().recipe().getFileName()));
    node.put("recipe_folder", opened.base().toString());
    node.put("random_seed", opened.plan().recipe().randomSeed());
    node.put("intended_use", opened.plan().recipe().intendedUse().name().toLowerCase(Locale.ROOT));
    node.put("started", started.toString());
    ObjectNode set = node.putObject("set");
    opened.options().set().forEach(set::put);
    ObjectNode teachers = node.putObject("teachers");
    opened.plan().teachers().forEach((name, teacher) -> teachers.putObject(name)
        .put("live", teacher.backend().live()).put("model", teacher.backend().model()));
    return node;
  }

  /// The contents of `run.json` while a sitting is under way, or after it was killed.
  static String running(Opened opened, Instant started) {
    ObjectNode node = head(opened, started);
    node.put("state", "running");
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }

  /// What each teacher did when it was last asked; nothing where no sitting has ended.
  public static Map<String, Watched> runtime(Path folder) {
    Path file = folder.resolve("run.json");
    try {
      return Files.exists(file) ? WatchedJson.read(Json.read(Files.readString(file)).path("runtime")) : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// When the run's last sitting began.
  public static Instant started(Path folder) {
    try {
      return Instant.parse(Json.read(Files.readString(folder.resolve("run.json"))).required("started").stringValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The object `run --json` prints.
  ///
  /// `usd` is what was paid in this sitting; null where it made calls without a price, for nothing is called free that
  /// was not.
  public static ObjectNode json(RunSummary summary) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("run", summary.run()).put("state", summary.state().word());
    ArrayNode steps = node.putArray("steps");
    for (StepSummary step : summary.steps()) {
      Funnel funnel = step.funnel();
      steps.addObject().put("step", step.step()).put("units", funnel.units()).put("kept", funnel.kept())
          .put("dropped", funnel.dropped()).put("failed", funnel.failed()).put("pending", funnel.pending())
          .put("rows_out", funnel.rowsOut());
    }
    node.putObject("calls").put("made", summary.calls().made()).put("replayed", summary.calls().replayed())
        .put("failed", summary.calls().failed());
    Usd usd = summary.calls().spend().now();
    node.put("usd", usd == null ? null : usd.decimal()).put("unpriced_calls", summary.calls().spend().unpricedNow());
    node.put("seconds", summary.calls().seconds());
    ArrayNode export = node.putArray("export");
    summary.export().forEach(export::add);
    return node;
  }
}
