package dev.retort.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.JsonTree;
import dev.retort.row.Message;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutsTest {
  private static final String CALL = "[{\"id\":\"call_0\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":0.10}\"}}]";

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> record(String json) {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(JsonTree.parse(json));
  }

  private static Layout layout(String json) {
    return Objects.requireNonNull(Layouts.recognise(List.of(record(json))).layout(), json);
  }

  static Stream<Arguments> examples() {
    Message hi = Message.user("hi");
    Message yo = Message.assistant("yo");
    return Stream.of(
        Arguments.of(LayoutName.CHAT,
            "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"yo\"}]}",
            List.of(Message.of("system", "s"), hi, yo)),
        Arguments.of(LayoutName.SHAREGPT,
            "{\"conversations\":[{\"from\":\"human\",\"value\":\"hi\"},{\"from\":\"gpt\",\"value\":\"yo\"}]}",
            List.of(hi, yo)),
        Arguments.of(LayoutName.ALPACA, "{\"instruction\":\"hi\",\"input\":\"\",\"output\":\"yo\"}", List.of(hi, yo)),
        Arguments.of(LayoutName.ALPACA,
            "{\"system\":\"s\",\"instruction\":\"hi\",\"input\":\"\",\"output\":\"yo\",\"history\":[[\"hi\",\"yo\"]]}",
            List.of(Message.of("system", "s"), hi, yo, hi, yo)),
        Arguments.of(LayoutName.PROMPT, "{\"prompt\":\"hi\"}", List.of(hi)),
        Arguments.of(LayoutName.PROMPT_COMPLETION, "{\"prompt\":\"hi\",\"completion\":\"yo\"}", List.of(hi, yo)),
        Arguments.of(LayoutName.PROMPT_COMPLETION, "{\"prompt\":\"hi\",\"response\":\"yo\"}", List.of(hi, yo)),
        Arguments.of(LayoutName.HISTORY, "{\"history\":[{\"user\":\"hi\",\"bot\":\"yo\"},{\"user\":\"hi\"}]}",
            List.of(hi, yo, hi)),
        Arguments.of(LayoutName.SPEAKER_TURNS,
            "{\"turns\":[{\"speaker\":\"user\",\"utterance\":\"hi\"},{\"speaker\":\"system\",\"utterance\":\"yo\"}]}",
            List.of(hi, yo)),
        Arguments.of(LayoutName.USER_TURNS, "{\"turns\":[\"hi\",\"hi\"]}", List.of(hi, hi)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void eachLayoutIsRecognisedReadAndWrittenBack(LayoutName name, String json, List<Message> messages)
      throws NotInLayout {
    Layouts.Recognised found = Layouts.recognise(List.of(record(json)));
    assertThat(found.name()).isEqualTo(name);
    Layout layout = Objects.requireNonNull(found.layout());
    assertThat(layout.read(record(json))).isEqualTo(messages);
    assertThat(layout.read(layout.write(messages))).isEqualTo(messages);
    assertThat(JsonTree.canonical(layout.write(messages))).isEqualTo(JsonTree.canonical(JsonTree.parse(json)));
  }

  @Test
  void wildChatRowsKeepTheirTurnsAndDropWhatTheyKnowOfThem() throws NotInLayout {
    String json = """
        {"conversation_hash":"4f3c","model":"gpt-4","timestamp":"2023-04-09 00:00:53+00:00","conversation":[
         {"content":"Hey there","country":null,"hashed_ip":"ab","language":"English","redacted":false,"role":"user","toxic":false,"turn_identifier":1},
         {"content":"Hello!","country":null,"language":"English","redacted":false,"role":"assistant","toxic":false,"turn_identifier":1},
         {"content":"","language":"Latin","role":"user","toxic":false,"turn_identifier":2}],
         "turn":2,"language":"English","openai_moderation":[{"flagged":false}],"toxic":false,"redacted":false}
        """;
    assertThat(Layouts.recognise(List.of(record(json))).name()).isEqualTo(LayoutName.WILDCHAT);
    assertThat(layout(json).read(record(json))).containsExactly(Message.user("Hey there"), Message.assistant("Hello!"),
        Message.user(""));
    assertThat(layout(json).consumes()).containsExactly("conversation");
  }

  @Test
  void toolCallsGoThroughShareGptAndBack() throws NotInLayout {
    Layout layout = layout("{\"conversations\":[{\"from\":\"human\",\"value\":\"q\"}]}");
    String json = "{\"conversations\":[{\"from\":\"human\",\"value\":\"q\"},{\"from\":\"function_call\",\"value\":\"{\\\"name\\\":\\\"f\\\",\\\"arguments\\\":{\\\"x\\\":0.10}}\"},{\"from\":\"observation\",\"value\":\"1\"},{\"from\":\"gpt\",\"value\":\"a\"}]}";
    List<Message> chat = layout.read(record(json));
    assertThat(chat.get(1)).isEqualTo(new Message("assistant", "", CALL, null));
    assertThat(chat.get(2)).isEqualTo(new Message("tool", "1", null, "call_0"));
    assertThat(JsonTree.text(layout.write(chat))).isEqualTo(json);
  }

  @Test
  void toolCallsGoThroughChatAndBack() throws NotInLayout {
    Layout layout = layout("{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}");
    List<Message> chat = List.of(Message.user("q"), new Message("assistant", "", CALL, null),
        new Message("tool", "1", null, "call_0"));
    assertThat(layout.read(layout.write(chat))).isEqualTo(chat);
    assertThat(
        layout.read(record("{\"messages\":[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":" + CALL + "}]}")))
        .containsExactly(new Message("assistant", "", CALL, null));
  }

  @Test
  void alpacaInputGoesOnALineOfItsOwn() throws NotInLayout {
    String json = "{\"instruction\":\"Add\",\"input\":\"1 2\",\"output\":\"\"}";
    assertThat(layout(json).read(record(json))).containsExactly(Message.user("Add\n1 2"), Message.assistant(""));
  }

  @Test
  void contentPartsAreReadAsTextAndOthersRefusedByType() throws NotInLayout {
    Layout layout = layout("{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}");
    assertThat(layout.read(record(
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"value\":\"b\"}]}]}")))
        .containsExactly(Message.user("a\nb"));
    assertThatThrownBy(
        () -> layout.read(record("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}")))
        .isInstanceOf(NotInLayout.class).hasMessageContaining("messages[0].content")
        .hasMessageContaining("'image_url'");
  }

  @Test
  void whatIsNoChatIsRefusedByPlace() {
    Layout layout = layout("{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}");
    Map.of("{\"messages\":[]}", "an empty list", "{}", "no such key",
        "{\"messages\":[{\"role\":\"boss\",\"content\":\"\"}]}",
        "messages[0].role: found 'boss'", "{\"messages\":[{\"role\":\"user\"}]}", "messages[0].content: found null",
        "{\"messages\":[{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":3}]}", "tool_calls")
        .forEach((json, message) -> assertThatThrownBy(() -> layout.read(record(json))).as(json)
            .isInstanceOf(NotInLayout.class).hasMessageContaining(message));
  }

  @Test
  void plainLayoutsRefuseWhatTheyHaveNoPlaceFor() {
    List<Message> tools = List.of(Message.user("q"), new Message("assistant", "", CALL, null));
    List<Message> long4 = List.of(Message.user("q"), Message.assistant("a"), Message.user("q"), Message.assistant("a"));
    assertThatThrownBy(() -> layout("{\"prompt\":\"a\",\"completion\":\"b\"}").write(long4))
        .hasMessageContaining("one exchange");
    assertThatThrownBy(() -> layout("{\"instruction\":\"a\",\"output\":\"b\"}").write(tools))
        .hasMessageContaining("tool calls");
    assertThatThrownBy(() -> layout("{\"turns\":[\"a\"]}").write(long4)).hasMessageContaining("assistant");
  }

  @Test
  void recordsWithoutAChatAreRows() {
    assertThat(Layouts.recognise(List.of(record("{\"text\":\"a\"}"))).layout()).isNull();
    assertThat(Layouts.recognise(List.of()).layout()).isNull();
    List<Map<String, @Nullable Object>> half = List.of(record("{\"prompt\":\"a\"}"), record("{\"x\":\"a\"}"));
    assertThat(Layouts.recognise(half).name()).isEqualTo(LayoutName.ROWS);
  }
}
