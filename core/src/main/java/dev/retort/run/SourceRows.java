package dev.retort.run;

import dev.retort.engine.Table;
import dev.retort.recipe.Recipe;
import dev.retort.recipe.StepEntry;
import dev.retort.run.Plan.Node;
import dev.retort.run.Rehearsal.Source;
import dev.retort.run.RunOptions.Place;
import dev.retort.step.OfTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The first rows of a recipe's sources, read in a folder that is thrown away. It calls no model.
final class SourceRows {
  /// Rows that are read; what lies beyond is not counted.
  static final long MOST = 1000;

  private SourceRows() {}

  /// By the name of the step. A total of [#MOST] means that many or more.
  static Map<String, Source> of(Opened opened) {
    try (TemporaryFolder temporary = TemporaryFolder.of("retort-check")) {
      try {
        return first(opened, temporary.path());
      } catch (UnsupportedOperationException e) {
        return whole(opened, temporary.path()); // a source that does more than bring rows needs an engine
      }
    }
  }

  private static Map<String, Source> first(Opened opened, Path folder) {
    Map<String, Source> rows = new LinkedHashMap<>();
    long asked = opened.options().limit();
    long limit = Math.min(asked, MOST);
    for (Node node : opened.plan().nodes()) {
      if (node.entry().step().brings() != null && node.entry().step() instanceof OfTable source) {
        FirstRows tables = new FirstRows(opened, node.name(), made(folder.resolve(node.label())), limit);
        if (source.apply(Table.NONE, tables).rows() instanceof FirstRows.First first) {
          rows.put(node.name(), new Source(first.first(), first.rows(), first.rows() < limit || limit == asked));
        }
      }
    }
    return rows;
  }

  private static Map<String, Source> whole(Opened opened, Path folder) {
    Recipe recipe = opened.plan().recipe();
    List<StepEntry> sources = recipe.steps().stream().filter(entry -> entry.step().brings() != null).toList();
    Recipe only = new Recipe(recipe.recipe(), recipe.randomSeed(), recipe.aims(), recipe.bounds(), Map.of(),
        sources);
    RunOptions said = opened.options();
    RunOptions small = new RunOptions(said.recipe(), new Place(folder.resolve("run"), null), said.set(),
        Math.min(said.limit(), MOST), said.retry(), said.plugins());
    Plan plan = new Planner(opened.positions(), opened.base(), only, Map.of()).plan();
    Run.execute(new Opened(small, opened.text(), opened.positions(), plan, List.of()), RunListener.SILENT);
    Map<String, Source> rows = new LinkedHashMap<>();
    try (FinishedRun finished = FinishedRun.open(folder.resolve("run"), folder.resolve("work"))) {
      for (String step : finished.steps()) {
        rows.put(step, new Source(finished.head(step, Rehearsal.ROWS), finished.table(step).rows(),
            finished.table(step).rows() < small.limit() || small.limit() == said.limit()));
      }
    }
    return rows;
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
