package dev.retort.measure.judging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamiliesTest {

  @ParameterizedTest
  @CsvSource({"Qwen/Qwen2.5-72B-Instruct,qwen", "qwen,qwen", "group/llama-8b,llama", "4b,4b"})
  void withoutMoreItIsTheLettersTheNameBeginsWith(String name, String family) {
    assertThat(new Families(Map.of()).of(name)).isEqualTo(family);
  }

  @Test
  void theModelBehindATeacherCountsBeforeTheTeachersName() {
    Families families = new Families(Map.of("o1", "openai", "judge_b", "mine"),
        Map.of("model-1", "Qwen/Qwen2.5-7B", "model-2", "google/gemma-2-9b", "judge", "o1", "judge_b", "Qwen3"));
    assertThat(families.of("model-1")).isEqualTo("qwen").isNotEqualTo(families.of("model-2"));
    assertThat(families.of("judge")).as("told by the model's name").isEqualTo("openai");
    assertThat(families.of("judge_b")).as("told by the teacher's name").isEqualTo("mine");
    assertThat(families.of("model-3")).as("of which no model is known").isEqualTo("model");
  }
}
