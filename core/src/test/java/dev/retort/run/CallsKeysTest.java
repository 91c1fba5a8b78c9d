package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.Ledger.Key;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.step.Models;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.openai.OpenAiFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Under which keys a unit's asks are kept: ledgers of earlier versions hold the same.
final class CallsKeysTest {
  private static final Sampling FREE = Sampling.NONE;
  private static final Sampling GREEDY = new Sampling(0.0, null, null, null, List.of(), Map.of());
  /// Goes out as [#GREEDY] does, and is not known to be repeatable.
  private static final Sampling COLD = new Sampling(null, null, null, null, List.of(), Map.of("temperature", 0.0));
  private static final int SAMPLE = 2;

  @TempDir
  private Path folder;

  private static Request chat(String text, Sampling sampling) {
    return new Request.Chat(List.of(Message.user(text)), sampling);
  }

  private static String key(Request request, long index, @Nullable String row) {
    return Key.of(OpenAiFormat.canonical(request, "m", Map.of()), "scripted", index, row).hex();
  }

  /// The keys in the ledger after one unit asked so, in order.
  private List<String> kept(List<Request> requests) {
    Teacher teacher = new Teacher(new ScriptedTeacher((_, _) -> "1"), null, FREE, new Limits(2, null, 3),
        Duration.ofSeconds(9), null);
    List<String> keys = new ArrayList<>();
    try (Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
        Calls calls = Calls.open(new Calls.Setup(Map.of("t", teacher), folder, folder, 7, new RunOptions.Retry.All(),
            Calls.Hooks.NONE), ledger)) {
      Models unit = calls.unit("respond", new Row("row-1", Schema.of()), "t", SAMPLE);
      requests.forEach(request -> unit.ask("t", request));
      ledger.each(attempt -> keys.add(attempt.key().hex()));
    }
    return keys;
  }

  @Test
  void equalAsksAreCountedFromTheSamplesOwnNumber() {
    Request one = chat("one", FREE);
    Request two = chat("two", FREE);
    assertThat(kept(List.of(one, two, one, one, two))).containsExactly(key(one, 2_000_000, "row-1"),
        key(two, 2_000_000, "row-1"), key(one, 2_000_001, "row-1"), key(one, 2_000_002, "row-1"),
        key(two, 2_000_001, "row-1"));
  }

  @Test
  void whatIsRepeatableNamesNoRow() {
    Request one = chat("one", GREEDY);
    Request text = new Request.Completion("one", GREEDY);
    assertThat(kept(List.of(one, text, one))).containsExactly(key(one, 2_000_000, null), key(text, 2_000_000, null),
        key(one, 2_000_001, null));
  }

  @Test
  void requestsThatGoOutAsOneAreCountedTogether() {
    Request cold = chat("one", COLD);
    Request greedy = chat("one", GREEDY);
    assertThat(kept(List.of(cold, greedy, cold))).containsExactly(key(cold, 2_000_000, "row-1"),
        key(greedy, 2_000_001, null), key(cold, 2_000_002, "row-1"));
  }

  @Test
  void whatDrawsNothingIsNotCounted() {
    Request tokens = new Request.Tokenize("one", true);
    assertThat(kept(List.of(tokens, tokens))).containsExactly(key(tokens, 0, null));
  }

  @Test
  void halfASurrogatePairIsNeverSent() {
    assertThatThrownBy(() -> kept(List.of(chat("half a \uD83D pair?", FREE)))).isInstanceOf(CallFailed.class)
        .hasMessageContaining("half a surrogate pair")
        .extracting(thrown -> ((CallFailed) thrown).failure()).isEqualTo(Failure.BAD_ROW);
    assertThat(kept(List.of(chat("a whole \uD83D\uDE00 pair?", FREE)))).hasSize(1);
  }
}
