package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Fallback;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Meter;
import dev.retort.teacher.Patience;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A unit whose teacher has a fallback, and which asks another teacher, too.
final class CallsOfOthersTest {
  @TempDir
  private Path folder;
  private final ScriptedTeacher other = ScriptedTeacher.echo();

  private static Teacher teacher(ScriptedTeacher backend, @Nullable Fallback fallback) {
    return new Teacher(backend, null, Meter.NONE, Sampling.NONE, new Limits(2, null, 1),
        new Patience(Duration.ofSeconds(9), fallback));
  }

  /// What the other teacher says to a unit of the first, in a sitting of its own.
  private String sitting() {
    Fallback fallback = new Fallback("spare", List.of(Failure.CONNECTION, Failure.AUTH, Failure.TIMEOUT));
    Map<String, Teacher> teachers = Map.of("t", teacher(ScriptedTeacher.echo(), fallback), "other",
        teacher(other, null));
    try (Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
        Calls calls = Calls.open(
            new Calls.Setup(teachers, folder, folder, 7, new RunOptions.Retry.All(), Calls.Hooks.NONE), ledger)) {
      return calls.unit("respond", new Row("a", Schema.of()), "t", 0)
          .ask("other", new Request.Chat(List.of(Message.user("hi")), Sampling.NONE)).first().text();
    }
  }

  private void fails(Failure failure) {
    other.script = (_, _) -> {
      throw new CallFailed(failure, "teacher 'other': " + failure.word());
    };
  }

  @Test
  void whatLeftTheUnitPendingBecauseAnotherTeacherWasStoppedIsAskedAgain() {
    for (Failure failure : List.of(Failure.CONNECTION, Failure.AUTH)) {
      fails(failure);
      assertThatThrownBy(this::sitting).isInstanceOf(Pending.Stopped.class);
    }
    other.script = (prompt, _) -> prompt + "!";
    assertThat(sitting()).isEqualTo("hi!");
  }

  @Test
  void whatHandedTheUnitOnIsNot() {
    fails(Failure.TIMEOUT);
    assertThatThrownBy(this::sitting).isInstanceOf(CallFailed.class);
    other.script = (prompt, _) -> prompt + "!";
    assertThatThrownBy(this::sitting).isInstanceOf(CallFailed.class);
  }
}
