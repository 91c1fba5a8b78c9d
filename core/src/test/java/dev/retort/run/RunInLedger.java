package dev.retort.run;

import java.nio.file.Path;
import java.util.function.Function;

/// Runs a recipe with a ledger that a test opens.
public final class RunInLedger {
  private RunInLedger() {}

  /// @param ledgers opens the ledger of a run in a folder
  public static RunSummary execute(RunOptions options, Function<Path, Ledger> ledgers) {
    return Run.execute(Opened.open(options), RunListener.SILENT, ledgers);
  }
}
