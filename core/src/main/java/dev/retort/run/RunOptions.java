package dev.retort.run;

import dev.retort.teacher.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the command line says of a run, beside the recipe.
///
/// @param recipe the recipe file
/// @param place where the run lives
/// @param set values that replace those of the recipe, by path (`steps.0.read.path`)
/// @param limit rows each source stops after
/// @param retry which failures of an earlier sitting are tried again
/// @param plugins folders of step jars
public record RunOptions(Path recipe, Place place, Map<String, String> set, long limit, Retry retry,
    List<Path> plugins) {

  public RunOptions {
    set = Map.copyOf(set);
    plugins = List.copyOf(plugins);
  }

  /// @param folder the run folder; else `runs/NAME` in the current folder
  /// @param ledger a ledger shared among runs; else the run's own
  public record Place(@Nullable Path folder, @Nullable Path ledger) {
    public static final Place DEFAULT = new Place(null, null);
  }

  /// Which failed calls are tried again: those of a retryable class, none, or those of one class.
  public sealed interface Retry {
    record All() implements Retry {}

    record None() implements Retry {}

    record Only(Failure failure) implements Retry {}
  }

  public static RunOptions of(Path recipe) {
    return new RunOptions(recipe, Place.DEFAULT, Map.of(), Long.MAX_VALUE, new Retry.All(), List.of());
  }
}
