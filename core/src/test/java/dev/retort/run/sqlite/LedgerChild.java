package dev.retort.run.sqlite;

import java.nio.file.Path;

/// Writes records until it is killed, and says each one that was acknowledged.
///
/// Told to, it ends itself right after an acknowledgement, without any tidying up: sooner than a kill from outside comes.
final class LedgerChild {
  private final SqliteLedger ledger;
  private final int haltAfter;
  private int said;

  private LedgerChild(SqliteLedger ledger, int haltAfter) {
    this.ledger = ledger;
    this.haltAfter = haltAfter;
  }

  public static void main(String[] args) {
    try (SqliteLedger ledger = SqliteLedger.open(Path.of(args[0]))) {
      LedgerChild child = new LedgerChild(ledger, Integer.parseInt(args[2]));
      for (int t = 0; t < 8; t++) {
        String thread = args[1] + "-" + t + "-";
        Thread.ofPlatform().start(() -> child.write(thread));
      }
      child.write(args[1] + "-main-");
    }
  }

  private void write(String thread) {
    for (int i = 0; i < 1_000_000; i++) {
      ledger.record(Attempts.answered(thread + i, "{\"i\":" + i + "}"));
      say(thread + i);
    }
  }

  private synchronized void say(String record) {
    System.out.println(record);
    System.out.flush();
    if (++said == haltAfter) {
      Runtime.getRuntime().halt(137);
    }
  }
}
