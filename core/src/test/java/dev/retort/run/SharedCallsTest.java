package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two runs at work on one ledger.
class SharedCallsTest {
  @TempDir
  private Path folder;
  private Ledger mine;
  private Ledger theirs;

  @BeforeEach
  void open() {
    mine = SqliteLedger.open(folder.resolve("ledger.db"), "mine");
    theirs = SqliteLedger.open(folder.resolve("ledger.db"), "theirs");
  }

  @AfterEach
  void close() {
    mine.close();
    theirs.close();
  }

  private Calls calls(ScriptedTeacher teacher, Ledger ledger) {
    Teacher one = new Teacher(teacher, null, Sampling.NONE, new Limits(2, null, 3), Duration.ofSeconds(9), null);
    return Calls.open(new Calls.Setup(Map.of("t", one), folder, folder, 7, new Retry.All(), Calls.Hooks.NONE), ledger);
  }

  private static String ask(Calls calls) {
    Request hi = new Request.Chat(List.of(Message.user("hi")), Sampling.NONE);
    return calls.unit("respond", new Row("a", Schema.of()), "t", 0).ask("t", hi).first().text();
  }

  @Test
  void whoIsAnsweredLaterGoesOnWithTheAnswerOfTheOther() {
    try (Calls others = calls(new ScriptedTeacher((_, _) -> "theirs"), theirs)) {
      ScriptedTeacher slow = new ScriptedTeacher((_, _) -> {
        ask(others);
        return "mine";
      });
      try (Calls calls = calls(slow, mine)) {
        assertThat(ask(calls)).isEqualTo("theirs");
        assertThat(mine.records()).isEqualTo(2);
        assertThat(ask(others)).isEqualTo("theirs");
      }
    }
  }

  @Test
  void whoFailsGoesOnWithTheAnswerOfTheOtherAndTriesNoMore() {
    try (Calls others = calls(new ScriptedTeacher((_, _) -> "theirs"), theirs)) {
      ScriptedTeacher failing = new ScriptedTeacher((_, _) -> {
        ask(others);
        throw new CallFailed(Failure.TIMEOUT, "too late");
      });
      try (Calls calls = calls(failing, mine)) {
        assertThat(ask(calls)).isEqualTo("theirs");
        assertThat(failing.asked).containsExactly("hi#1");
      }
    }
  }

  @Test
  void aLedgerThatCannotBeWrittenIsTheUsersMistake() throws Exception {
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), "steps: [{simulated_chats: {rows: 2}}]");
    Path ledger = recipe.resolve("ledger.db");
    assertThatThrownBy(() -> Run.execute(new RunOptions(recipe, new Place(folder.resolve("run"), ledger), Map.of(),
        Long.MAX_VALUE, new Retry.All(), List.of()), RunListener.SILENT)).isInstanceOf(UserError.class)
        .hasMessageContaining(ledger.toString()).hasMessageContaining("folder exists");
  }
}
