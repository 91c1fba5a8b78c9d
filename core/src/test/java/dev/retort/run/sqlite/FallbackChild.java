package dev.retort.run.sqlite;

import dev.retort.run.RunInLedger;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.sqlite.Watch.Moment;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs a recipe and ends itself, as a kill would, once a failure is in the ledger.
///
/// Arguments: the recipe, the run's folder, the ledger, and after how many commits it ends; 1 is the commit of the first
/// failure itself, before anybody hears of it.
final class FallbackChild {
  private FallbackChild() {}

  public static void main(String[] args) {
    Path file = Path.of(args[2]);
    AtomicInteger commits = new AtomicInteger(Integer.parseInt(args[3]));
    Watch watch = at -> {
      if (at == Moment.COMMITTED && failures(file) > 0 && commits.decrementAndGet() == 0) {
        Runtime.getRuntime().halt(Crash.KILL_STATUS);
      }
    };
    RunOptions options = new RunOptions(Path.of(args[0]), new Place(Path.of(args[1]), null), Map.of(), Long.MAX_VALUE,
        new Retry.All(), List.of());
    RunInLedger.execute(options, _ -> SqliteLedger.open(file, null, SqliteLedger.Setup.USUAL.with(watch)));
  }

  private static long failures(Path file) {
    try {
      return FallbackCrashTest.count(file, "select count(*) from attempts where failure is not null");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
