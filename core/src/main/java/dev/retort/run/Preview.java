package dev.retort.run;

import dev.retort.row.Row;
import dev.retort.run.Plan.Node;
import dev.retort.run.RunOptions.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A few rows through every step of a recipe, in a folder that is thrown away. It calls models.
public final class Preview {
  private Preview() {}

  /// What one step did.
  /// @param before rows that came in; empty for a source
  /// @param after rows that went on
  public record Shown(String step, List<Row> before, List<Row> after) {
    public Shown {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /// @param summary how the small run went
  /// @param steps those that finished, in order
  public record Previewed(RunSummary summary, List<Shown> steps) {
    public Previewed {
      steps = List.copyOf(steps);
    }
  }

  public static Previewed preview(RunOptions options, int rows, RunListener listener) {
    try (TemporaryFolder temporary = TemporaryFolder.of("retort-preview")) {
      Path folder = temporary.path();
      RunOptions small = new RunOptions(options.recipe(), new Place(folder, options.place().ledger()), options.set(),
          rows, options.retry(), options.plugins());
      RunSummary summary = Run.execute(small, listener);
      List<Node> nodes = Opened.open(small).plan().nodes();
      List<Shown> shown = new ArrayList<>();
      try (FinishedRun finished = FinishedRun.open(folder, folder.resolve("work"))) {
        for (Node node : nodes.subList(0, finished.steps().size())) {
          List<Row> before = node.input() < 0 ? List.of() : finished.head(nodes.get(node.input()).name(), rows);
          shown.add(new Shown(node.name(), before, finished.head(node.name(), rows * 3)));
        }
      }
      return new Previewed(summary, shown);
    }
  }
}
