package dev.retort.bench;

import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.Calls;
import dev.retort.run.Ledger;
import dev.retort.run.RunOptions;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Terms;
import dev.retort.teacher.http.Descriptors;
import dev.retort.teacher.openai.OpenAi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Calls as a run makes them: each durable in the ledger before its thread goes on.
///
/// Usage: `RetortCalls URL IN_FLIGHT CALLS FOLDER`
public final class RetortCalls {
  private RetortCalls() {}

  public static void main(String[] arguments) throws InterruptedException {
    int inFlight = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    Path folder = Path.of(arguments[3]);
    String crowded = Descriptors.check(inFlight);
    if (crowded != null) {
      throw new IllegalStateException(crowded);
    }
    OpenAi server = new OpenAi(arguments[0], "bench", null, Map.of(), Map.of(), OpenAi.Server.DEFAULT);
    Sampling sampling = new Sampling(0.7, null, 256, null, List.of(), Map.of());
    Teacher teacher = new Teacher(server, Terms.UNKNOWN, sampling, new Limits(inFlight, null, 5),
        Duration.ofSeconds(60), null);
    Calls.Setup setup = new Calls.Setup(Map.of("bench", teacher), folder, folder, 7, new RunOptions.Retry.All(),
        Calls.Hooks.NONE);
    Schema schema = new Schema(List.of());
    try (Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db")); Calls calls = Calls.open(setup, ledger)) {
      // As many as a run begins at once (ModelStage).
      new Load(count).units(inFlight + Math.clamp((long) inFlight, 256, 4096), number -> calls
          .unit("respond", new Row("row-" + number, schema), "bench", 0).ask("bench", new Request.Chat(
              List.of(Message.of("user", Load.question(number))), sampling)));
      System.out.printf("failed=%d%n", ledger.records() - count);
      if (ledger.records() > count) {
        ledger.each(RetortCalls::printFailure);
      }
    }
    Load.printCosts();
  }

  private static void printFailure(Ledger.Attempt attempt) {
    if (attempt.ending() instanceof Ledger.Ending.Failed failed) {
      System.err.println(failed.failure() + " after " + attempt.timing().total() + ": " + failed.message());
    }
  }
}
