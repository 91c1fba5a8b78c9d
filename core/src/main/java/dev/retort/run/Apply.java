package dev.retort.run;

import dev.retort.DiskFull;
import dev.retort.UserError;
import dev.retort.recipe.Catalogue;
import dev.retort.recipe.KindInfo;
import dev.retort.recipe.KindInfo.Role;
import dev.retort.row.Json;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One step over files, without a recipe: reads them, does the step, writes one file.
///
/// @param step the step's name
/// @param inputs files to read, one table
/// @param output the file to write; its ending says the format
/// @param options the step's options as they would stand in YAML; `teachers.NAME...` describes a teacher
/// @param plugins folders of step jars
public record Apply(String step, List<Path> inputs, Path output, Map<String, String> options, List<Path> plugins) {

  public Apply {
    inputs = List.copyOf(inputs);
    options = Map.copyOf(options);
    plugins = List.copyOf(plugins);
  }

  /// @throws UserError with every problem
  public RunSummary execute(RunListener listener) {
    if (inputs.isEmpty()) {
      throw new UserError("apply: found no input, wanted at least one file. Name the files after the step.");
    }
    if (Files.isDirectory(output)) {
      throw new UserError("%s: found a folder, wanted a file to write. Name one in it.".formatted(output));
    }
    String recipe = recipe();
    try {
      Path folder = Files.createTempDirectory("retort-apply");
      try {
        return execute(Files.writeString(folder.resolve("apply.yaml"), recipe), listener);
      } finally {
        RunFolder.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunSummary execute(Path recipe, RunListener listener) {
    Place place = new Place(recipe.resolveSibling("run"), null);
    RunSummary summary;
    try {
      summary = Run.execute(new RunOptions(recipe, place, sets(), Long.MAX_VALUE, new Retry.All(), plugins), listener);
    } catch (UserError e) {
      UserError own = new UserError(e.lines().stream().map(line -> own(line, recipe)).toList());
      own.initCause(e);
      throw own;
    }
    if (!summary.export().isEmpty()) {
      publish(summary);
    }
    return summary;
  }

  /// A line about the recipe behind the curtain, put in the words of the command that was given.
  private String own(String line, Path recipe) {
    String name = Pattern.quote(step);
    String of = "steps\\[1\\]\\." + name;
    String file = Pattern.quote(recipe.toString()) + "(?::\\d+:\\d+)?: ";
    return line.replaceFirst("^--set steps\\.1\\." + name + "\\.(\\S+): (?:" + of + "\\.\\S+: )?", "--$1: ")
        .replaceFirst("^--set (teachers\\.\\S+): (?:teachers\\.\\S+: )?", "--$1: ")
        .replaceFirst("^" + file + "steps\\[0\\]\\.read\\.path: ", "")
        .replaceFirst("^" + file + of + "\\.(\\S+): ", "--$1: ")
        .replaceFirst("^" + file + of, "apply: " + Matcher.quoteReplacement(step))
        .replaceFirst("^" + file + "(teachers\\.\\S+): ", "--$1: ").replaceFirst("^" + file, "apply: ");
  }

  private String recipe() {
    ObjectNode recipe = Json.MAPPER.createObjectNode();
    recipe.put("recipe", "apply");
    options.keySet().stream().filter(name -> name.startsWith("teachers.")).sorted().forEach(
        name -> recipe.withObjectProperty("teachers").withObjectProperty(name.split("\\.", -1)[1]));
    ArrayNode steps = recipe.putArray("steps");
    ArrayNode paths = steps.addObject().putObject("read").putArray("path");
    inputs.forEach(input -> paths.add(input.toAbsolutePath().normalize().toString()));
    steps.addObject().putObject(step);
    steps.addObject().putObject("write").put("layout", "rows").put("format", format());
    return recipe.toString();
  }

  private String format() {
    String name = String.valueOf(output.getFileName()).toLowerCase(Locale.ROOT);
    for (String format : List.of("jsonl.gz", "jsonl.zst", "jsonl", "json", "csv", "parquet")) {
      if (name.endsWith("." + format)) {
        return format.replace('.', '_');
      }
    }
    throw new UserError(
        "%s: found a file name of no known ending, wanted .jsonl, .jsonl.gz, .jsonl.zst, .json, .csv or .parquet."
            .formatted(output));
  }

  private Map<String, String> sets() {
    Map<String, String> sets = new LinkedHashMap<>();
    Set<String> texts = texts();
    options.forEach((name, value) -> sets.put(name.startsWith("teachers.") ? name : "steps.1." + step + "." + name,
        texts.contains(name) ? quoted(value) : value));
    return sets;
  }

  /// Options that are plain text: what is given for them is not read as YAML, so that `!simulated` or `{{question}}`
  /// mean what they say.
  private Set<String> texts() {
    Catalogue catalogue = Catalogue.load(plugins);
    return !catalogue.steps().contains(step)
        ? Set.of()
        : catalogue.info(Role.STEP, step).options().stream().filter(option -> option.type().equals("text"))
            .map(KindInfo.Option::name).collect(Collectors.toSet());
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder();
    Json.quote(text, out);
    return out.toString();
  }

  private void publish(RunSummary summary) {
    List<String> data = summary.export().stream().filter(file -> file.contains("/data-")).toList();
    if (data.size() != 1) {
      throw new IllegalStateException("one file was to be written, found " + data);
    }
    Path target = output.toAbsolutePath().normalize();
    Path aside = target.resolveSibling("." + target.getFileName() + ".aside");
    try {
      Files.createDirectories(target.getParent());
      try {
        Files.copy(summary.folder().resolve(data.getFirst()), aside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw DiskFull.causes(e)
          ? DiskFull.told(output, "it was written", e)
          : new UserError("%s: cannot be written (%s). Name a file in a folder you may write to.".formatted(output,
              DiskFull.reason(e)));
    }
  }
}
