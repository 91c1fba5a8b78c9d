package dev.retort.teacher.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.run.Ledger;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiFormatTest {

  private static Reply.Choice choice(String message) {
    return OpenAiFormat.read("{\"choices\":[{\"message\":" + message + ",\"finish_reason\":\"length\"}]}").first();
  }

  @Test
  void writesSamplingToolsAndSchema() {
    Sampling sampling = new Sampling(0.70, 0.9, 16, 7L, List.of("END"), Map.of("n", 2));
    List<Message> messages = List.of(new Message("assistant", "", "[{\"id\":\"c\"}]", null),
        new Message("tool", "42", null, "c"));
    assertThat(OpenAiFormat.canonical(new Request.Chat(messages, sampling, "{\"type\":\"object\"}"), "m",
        Map.of("n", 1, "top_k", 5)))
        .isEqualTo("{\"max_tokens\":16,\"messages\":[{\"content\":null,\"role\":\"assistant\",\"tool_calls\":"
            + "[{\"id\":\"c\"}]},{\"content\":\"42\",\"role\":\"tool\",\"tool_call_id\":\"c\"}],\"model\":\"m\",\"n\":2,"
            + "\"response_format\":{\"json_schema\":{\"name\":\"answer\",\"schema\":{\"type\":\"object\"}},\"type\":"
            + "\"json_schema\"},\"seed\":7,\"stop\":[\"END\"],\"temperature\":0.7,\"top_k\":5,\"top_p\":0.9}");
  }

  /// Ledgers of earlier versions are found again by these bytes.
  @Test
  void aPlainChatIsWrittenAsItEverWas() {
    Sampling sampling = new Sampling(0.7, null, 256, null, List.of(), Map.of());
    String canonical = OpenAiFormat.canonical(new Request.Chat(List.of(Message.of("system", "a \"b\"\n"),
        Message.user("ä \ud83d\ude00 \u0001")), sampling), "bench", Map.of());
    assertThat(canonical)
        .isEqualTo("{\"max_tokens\":256,\"messages\":[{\"content\":\"a \\\"b\\\"\\n\",\"role\":\"system\"},"
            + "{\"content\":\"ä \ud83d\ude00 \\u0001\",\"role\":\"user\"}],\"model\":\"bench\",\"temperature\":0.7}");
    assertThat(Ledger.Key.of(canonical, "id", 0, "row").hex())
        .isEqualTo("b734ea84c86b0d0bff5a9653763073ad17557c0180d801e8b7b2a95fd668ff7a");
  }

  @Test
  void bodiesAreCanonicalJsonWhateverStandsAroundTheMessages() {
    List<Map<String, Object>> extras = List.of(Map.of(), Map.of("a", 1), Map.of("z", List.of(1.50)),
        Map.of("messages_", 1, "message", Map.of("messages", List.of())), Map.of("max_completion_tokens", 3, "", "x"));
    List<Message> messages = List.of(Message.of("system", "\"\n\ud83d\ude00"), Message.user(""),
        new Message("assistant", "", "[{\"z\":1,\"a\":[]}]", null), new Message("assistant", "x", "[]", null),
        new Message("tool", "ä", null, "c\""));
    for (Map<String, Object> extra : extras) {
      for (List<Message> asked : List.of(messages, messages.subList(0, 1), List.<Message>of())) {
        for (Double temperature : new Double[]{null, 0.0, 1.0, 0.7, 1e-7, 12345678.5}) {
          Sampling sampling = new Sampling(temperature, 1.0, 16, 7L, List.of("a"), extra);
          for (Request request : List.of(new Request.Chat(asked, sampling), new Request.Reward(asked))) {
            String body = OpenAiFormat.canonical(request, "m", Map.of("n", 2));
            assertThat(Json.canonical(Json.read(body))).isEqualTo(body);
            assertThat(Json.read(body).get("messages").size()).isEqualTo(asked.size());
          }
        }
      }
    }
  }

  @Test
  void fieldsTheRequestDecidesCannotBeSet() {
    Sampling sampling = new Sampling(null, null, 5, null, List.of(), Map.of("stream", true));
    assertThatThrownBy(() -> OpenAiFormat.canonical(new Request.Completion("a", sampling), "m", Map.of()))
        .isInstanceOf(UserError.class).hasMessageContaining("'stream'");
    Sampling newer = sampling.withMaxTokens(9);
    assertThat(OpenAiFormat.canonical(new Request.Completion("a", new Sampling(null, null, newer.maxTokens(), null,
        List.of(), Map.of("max_completion_tokens", 9))), "m", Map.of())).doesNotContain("max_tokens\"");
  }

  @Test
  void keepsReasoningApart() {
    assertThat(choice("{\"content\":\"<think>\\nhm\\n</think>\\n\\nyes\"}"))
        .isEqualTo(new Reply.Choice("yes", "hm", "length", null, null));
    assertThat(choice("{\"content\":\"<think>cut off\"}").reasoning()).isEqualTo("cut off");
    assertThat(choice("{\"content\":\"<think>cut off\"}").text()).isEmpty();
    assertThat(choice("{\"content\":\"hm\\n</think>\\nyes\"}").text()).isEqualTo("yes");
    assertThat(choice("{\"content\":\"write `</think>` to close\"}").text()).isEqualTo("write `</think>` to close");
    assertThat(choice("{\"content\":\"yes\",\"reasoning_content\":\"hm\"}").reasoning()).isEqualTo("hm");
    assertThat(choice("{\"content\":\"yes\",\"reasoning\":\"hm\"}").reasoning()).isEqualTo("hm");
    assertThat(OpenAiFormat.read("{\"choices\":[{\"text\":\"<think>raw\"}]}").first().text()).isEqualTo("<think>raw");
  }

  @Test
  void readsChoicesUsageToolsAndLogprobs() {
    Reply reply = OpenAiFormat.read("{\"model\":\"m-1\",\"retort_simulated\":true,\"choices\":["
        + "{\"index\":1,\"message\":{\"content\":\"b\"}},{\"index\":0,\"message\":{\"content\":null,"
        + "\"tool_calls\":[{\"id\":\"x\"}]},\"logprobs\":{\"content\":[{\"logprob\":-0.10}]}}],"
        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}");
    assertThat(reply.first()).isEqualTo(
        new Reply.Choice("", "", "", "[{\"id\":\"x\"}]", "{\"content\":[{\"logprob\":-0.1}]}"));
    assertThat(reply.choices().get(1).text()).isEqualTo("b");
    assertThat(reply.usage()).isEqualTo(new Reply.Usage(3, 4, false));
    assertThat(reply.simulated()).isTrue();
    assertThat(reply.servedModel()).isEqualTo("m-1");
  }

  @Test
  void estimatesTokensWhereTheServerTellsNone() {
    Reply reply = OpenAiFormat.read(new Request.Completion("1234", Sampling.NONE),
        "{\"choices\":[{\"text\":\"1234567\"}]}");
    assertThat(reply.usage()).isEqualTo(new Reply.Usage(2, 3, true));
    assertThatThrownBy(() -> OpenAiFormat
        .read("{\"choices\":[{\"text\":\"a\"}],\"usage\":{\"prompt_tokens\":1e99,\"completion_tokens\":1}}"))
        .hasMessageContaining("prompt_tokens");
  }

  @Test
  void readsVectorsInTheOrderOfTheTexts() {
    Request embed = new Request.Embed(List.of("a", "b"));
    Reply reply = OpenAiFormat.read(embed,
        "{\"data\":[{\"index\":1,\"embedding\":[2.5]},{\"index\":0,\"embedding\":[1]}],\"usage\":{\"prompt_tokens\":2}}");
    assertThat(reply.vectors()).containsExactly(new float[]{1}, new float[]{2.5f});
    assertThatThrownBy(() -> OpenAiFormat.read(embed, "{\"data\":[{\"embedding\":[1]}]}"))
        .hasMessageContaining("1 vectors for 2 texts");
    assertThatThrownBy(() -> OpenAiFormat.read("{\"data\":[{\"embedding\":[\"x\"]}]}")).hasMessageContaining("number");
  }
}
