package dev.retort.app.study;

import dev.retort.UserError;
import dev.retort.row.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What `run.json` says of a run, as far as a study needs it.
///
/// @param about what ran
/// @param set what the command line changed of the recipe
/// @param live by teacher, in the recipe's order: whether a model answered at the time it was asked
/// @param models by teacher, what its backend calls the model
/// @param steps in order
/// @param paid by teacher and step
record RunFacts(About about, Map<String, String> set, Map<String, Boolean> live, Map<String, String> models,
    List<Step> steps, List<Paid> paid) {

  RunFacts {
    set = Map.copyOf(set);
    live = new LinkedHashMap<>(live);
    models = Map.copyOf(models);
    steps = List.copyOf(steps);
    paid = List.copyOf(paid);
  }

  /// @param base the recipe's folder when it ran; null where the run does not say
  record About(String run, String state, long seed, String version, @Nullable Path base) {}

  record Step(String name, long kept, long dropped) {}

  /// @param usd null where no price was stated
  record Paid(String teacher, String step, @Nullable BigDecimal usd) {}

  /// @throws UserError when the folder is no run's, or the run has not ended yet
  static RunFacts read(Path folder) {
    Path file = folder.resolve("run.json");
    if (!Files.isRegularFile(file)) {
      throw new UserError("%s: found no run.json, wanted a run folder. Name one that 'retort run' made.".formatted(
          folder));
    }
    try {
      JsonNode node = Json.read(Files.readString(file));
      if (!node.path("summary").isObject()) {
        throw new UserError(("%s: found a run that has not ended, wanted one that has. Wait for it, or let the same"
            + " command go on with it.").formatted(folder));
      }
      return of(node, String.valueOf(folder.toAbsolutePath().getFileName()));
    } catch (JacksonException e) {
      throw new UserError("%s: cannot be read as JSON. Run the recipe again.".formatted(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunFacts of(JsonNode node, String folder) {
    String base = node.path("recipe_folder").stringValue("");
    JsonNode summary = node.path("summary");
    Map<String, String> set = new LinkedHashMap<>();
    node.path("set").properties().forEach(entry -> set.put(entry.getKey(), entry.getValue().stringValue("")));
    Map<String, Boolean> live = new LinkedHashMap<>();
    node.path("teachers").properties()
        .forEach(entry -> live.put(entry.getKey(), entry.getValue().path("live").asBoolean(false)));
    Map<String, String> models = new LinkedHashMap<>();
    node.path("teachers").properties()
        .forEach(entry -> models.put(entry.getKey(), entry.getValue().path("model").stringValue("")));
    List<Step> steps = new ArrayList<>();
    summary.path("steps").forEach(step -> steps.add(new Step(step.path("step").stringValue(""),
        step.path("kept").asLong(0), step.path("dropped").asLong(0))));
    List<Paid> paid = new ArrayList<>();
    node.path("spend").path("by_teacher_and_step").forEach(line -> paid.add(paid(line)));
    return new RunFacts(new About(summary.path("run").stringValue(folder), summary.path("state").stringValue(""),
        node.path("random_seed").asLong(0), node.path("retort").stringValue(""), base.isEmpty() ? null : Path.of(base)),
        set, live, models, steps, paid);
  }

  private static Paid paid(JsonNode line) {
    boolean priced = line.path("price_source").isString() && line.path("usd").isNumber();
    return new Paid(line.path("teacher").stringValue(""), line.path("step").stringValue(""),
        priced ? line.path("usd").decimalValue() : null);
  }

  long dropped(String step) {
    return steps.stream().filter(one -> one.name().equals(step)).mapToLong(Step::dropped).findFirst().orElse(0);
  }

  /// What a teacher's calls in one step cost; null where no price was stated.
  @Nullable
  BigDecimal usd(String teacher, String step) {
    for (Paid line : paid) {
      if (line.teacher().equals(teacher) && line.step().equals(step)) {
        return line.usd();
      }
    }
    return null;
  }
}
