package dev.retort.app;

import dev.retort.UserError;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every command that reads a recipe takes.
final class RecipeArguments {
  @Parameters(paramLabel = "RECIPE", description = "The recipe, a YAML file.")
  @Nullable
  Path recipe;

  @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Replaces a value of the recipe, such as random_seed=7 or"
      + " steps.0.read.path=data.jsonl; a step may be called by its name (as). May be given again.")
  List<String> set = new ArrayList<>();

  @Option(names = "--limit", paramLabel = "N", description = "Each source stops after N rows.")
  @Nullable
  Long limit;

  @Option(names = "--plugins", paramLabel = "DIR", description = "A folder of step jars. May be given again.")
  List<Path> plugins = new ArrayList<>();

  RunOptions options(Place place, Retry retry) {
    Path file = recipe;
    if (file == null) {
      throw new UserError("retort: no recipe was named. Give the path of a YAML file.");
    }
    Long rows = limit;
    if (rows != null && rows < 1) {
      throw new UserError("--limit: found %d, wanted 1 or more.".formatted(rows));
    }
    return new RunOptions(file, place, pairs("--set", set), rows == null ? Long.MAX_VALUE : rows, retry, plugins);
  }

  /// Splits `a.b=c` at the first equals sign.
  static Map<String, String> pairs(String option, List<String> texts) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new UserError("%s: found '%s', wanted NAME=VALUE. Put an equals sign between the two.".formatted(option,
            text));
      }
      String name = text.substring(0, equals);
      if (pairs.put(name, text.substring(equals + 1)) != null) {
        throw new UserError("%s: '%s' is given twice. Give it once.".formatted(option, name));
      }
    }
    return pairs;
  }
}
