package dev.retort.teacher.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.SharedData;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The answers of 28 real models.
class RecordedNeedsSharedTest {

  @Test
  void twentyEightModelsGiveEachOfTheirAnswers(@TempDir Path work) throws Exception {
    Path base = SharedData.dir().resolve("data/alpaca_eval");
    List<Backend.Member> members = new Recorded("model_outputs/*.json", null, null).members("models", base);
    assertThat(members).hasSize(28).isSortedAccordingTo((a, b) -> a.name().compareTo(b.name()));
    int answers = 0;
    int empty = 0;
    for (Backend.Member member : members) {
      Recorded recorded = (Recorded) member.backend();
      try (Endpoint endpoint = RecordedTest.open(recorded, base, work.resolve(member.name()))) {
        for (JsonNode row : Json.read(Files.readString(base.resolve(recorded.path())))) {
          String answer = RecordedTest.text(endpoint, List.of(Message.user(row.get("instruction").stringValue())));
          assertThat(answer).isEqualTo(row.get("output").stringValue());
          answers++;
          empty += answer.isEmpty() ? 1 : 0;
        }
      }
    }
    assertThat(answers).isEqualTo(16_408);
    assertThat(empty).isEqualTo(1);
  }
}
