package dev.retort.teacher.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Telling;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class SchemaFieldsTest {
  private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"why\":{\"type\":\"string\"},"
      + "\"grade\":{\"type\":\"integer\"}},\"required\":[\"why\",\"grade\"],\"additionalProperties\":false}";

  private static String body(Telling told) {
    Request.Chat chat = new Request.Chat(List.of(Message.of("system", "s"), Message.user("q")), Sampling.NONE, SCHEMA);
    return OpenAiFormat.canonical(chat.told(told), "m", Map.of());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "RESPONSE_FORMAT | response_format | {\"json_schema\":{\"name\":\"answer\",\"schema\":SCHEMA,\"strict\":true},\"type\":\"json_schema\"}",
      "JSON_OBJECT | response_format | {\"type\":\"json_object\"}", "GUIDED_JSON | guided_json | SCHEMA",
      "STRUCTURED_OUTPUTS | structured_outputs | {\"json\":SCHEMA}", "GRAMMAR | json_schema | SCHEMA"})
  void eachWayHasItsField(Telling told, String field, String value) {
    JsonNode body = Json.read(body(told));
    assertThat(body.propertyNames()).containsExactlyInAnyOrder("messages", "model", field);
    assertThat(body.get(field).toString()).isEqualTo(value.replace("SCHEMA", SCHEMA));
  }

  @ParameterizedTest
  @EnumSource(Telling.class)
  void theSchemaStandsInTheLastUserMessageWhereNoFieldHasIt(Telling told) {
    JsonNode messages = Json.read(body(told)).get("messages");
    boolean words = told == Telling.PROMPT || told == Telling.JSON_OBJECT;
    assertThat(messages.get(0).get("content").stringValue()).isEqualTo("s");
    assertThat(messages.get(1).get("content").stringValue().contains(SCHEMA)).isEqualTo(words);
    assertThat(messages.get(1).get("content").stringValue()).startsWith("q").doesNotContain("null");
    assertThat(messages.size()).isEqualTo(2);
    assertThat(Json.read(body(told)).has("response_format"))
        .isEqualTo(told == Telling.RESPONSE_FORMAT || told == Telling.JSON_OBJECT);
  }

  @Test
  void propertiesKeepTheirOrderSinceModelsWriteInIt() {
    for (Telling told : Telling.values()) {
      assertThat(body(told).indexOf("why")).as(told.name()).isPositive().isLessThan(body(told).indexOf("grade"));
    }
  }

  @Test
  void strictIsLeftOutOfWhatStrictServersWouldRefuse() {
    Request.Chat open = new Request.Chat(List.of(Message.user("q")), Sampling.NONE, "{\"type\":\"object\"}");
    assertThat(OpenAiFormat.canonical(open, "m", Map.of())).contains("json_schema").doesNotContain("strict");
  }
}
