package dev.retort.run.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.Ledger;
import dev.retort.run.Run;
import dev.retort.run.RunListener;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.RunSummary.State;
import dev.retort.teacher.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/// A kill between a teacher's failure and what is kept of its unit being handed on.
class FallbackCrashTest {
  /// Those of units that were handed on; the ledger knows others.
  private static final String HANDED = "select count(*) from facts where name like '% %'";
  private static final int UNITS = 12;

  @TempDir
  private Path temp;
  private Path recipe;
  private List<String> calm;

  @BeforeEach
  void leaveOneAlone() throws IOException {
    recipe = Files.writeString(temp.resolve("recipe.yaml"), """
        teachers:
          one: {simulated: {model: sim-brief, timing: 0, faults: {error_500: 0.5}}, limits: {attempts: 1},
                fallback: {teacher: two}}
          two: {simulated: {model: sim-chatty, timing: 0}}
        steps:
          - simulated_chats: {rows: 6, turns: 1}
          - respond: {teachers: [one], samples: 2}
          - write: {layout: rows}
        """);
    run("calm", null, new Retry.All());
    calm = exported("calm");
    assertThat(calm).anyMatch(line -> line.contains("\"instead_of\":\"one\""));
  }

  private void run(String name, @Nullable Path ledger, Retry retry) {
    RunOptions options = new RunOptions(recipe, new Place(temp.resolve(name), ledger), Map.of(), Long.MAX_VALUE, retry,
        List.of());
    assertThat(Run.execute(options, RunListener.SILENT).state()).isEqualTo(State.DONE);
  }

  private List<String> exported(String name) throws IOException {
    return Files.readAllLines(temp.resolve(name).resolve("export/data-00000-of-00001.jsonl"));
  }

  static long count(Path file, String sql) throws SQLException {
    try (Connection connection = new JDBC().connect("jdbc:sqlite:" + file, new Properties());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  private void killAndGoOn(String name, @Nullable Path shared, int commits, Retry retry) throws Exception {
    Path ledger = shared != null ? shared : Files.createDirectories(temp.resolve(name)).resolve(Run.LEDGER);
    Crash crash = Crash.run(List.of(), FallbackChild.class, recipe.toString(), temp.resolve(name).toString(),
        ledger.toString(), Integer.toString(commits));
    assertThat(crash.killed()).as(name).isTrue();
    if (commits == 1) {
      assertThat(count(ledger, HANDED)).as("the failure is kept, and nothing else").isZero();
    }
    run(name, shared, retry);
    assertThat(exported(name)).as(name).isEqualTo(calm);
    assertThat(asked(ledger)).as(name).hasSize(UNITS).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
    assertThat(count(ledger, HANDED)).isEqualTo(calm.stream().filter(line -> line.contains("\"instead_of\":\"one\""))
        .count());
  }

  /// How often each unit's first teacher was asked.
  private static Map<String, Integer> asked(Path file) {
    Map<String, Integer> asked = new TreeMap<>();
    try (Ledger ledger = SqliteLedger.open(file)) {
      ledger.each(attempt -> {
        if (attempt.asked().teacher().equals("one")) {
          asked.merge(attempt.asked().row() + attempt.asked().sample(), 1, Integer::sum);
        }
      });
    }
    return asked;
  }

  @Test
  void aUnitWhoseTeacherFailedBeforeTheKillGoesToTheFallback() throws Exception {
    killAndGoOn("all", null, 1, new Retry.All());
    killAndGoOn("only", null, 1, new Retry.Only(Failure.SERVER_ERROR));
    killAndGoOn("shared", temp.resolve("shared.db"), 1, new Retry.All());
  }

  @Test
  void soItDoesAfterAKillBetweenTheNextCommits() throws Exception {
    killAndGoOn("second", null, 2, new Retry.None());
    killAndGoOn("third", null, 3, new Retry.All());
  }
}
