package dev.retort.teacher.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Logprobs;
import dev.retort.teacher.Reply;
import org.junit.jupiter.api.Test;

class ChunkAssemblyTest {

  private static ChunkAssembly assembled(String... events) {
    ChunkAssembly assembly = new ChunkAssembly();
    long nanos = 0;
    for (String event : events) {
      assembly.accept(event, ++nanos);
    }
    return assembly;
  }

  private static String chunk(int index, String delta, String finish) {
    return ("{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":%d,\"delta\":%s,"
        + "\"finish_reason\":%s}],\"usage\":null}").formatted(index, delta, finish);
  }

  @Test
  void severalAnswersGrowSideBySideAndTheUsageComesLast() {
    ChunkAssembly assembly = assembled(chunk(0, "{\"role\":\"assistant\",\"content\":\"\"}", "null"),
        chunk(1, "{\"role\":\"assistant\"}", "null"), chunk(0, "{\"reasoning_content\":\"h\"}", "null"),
        chunk(1, "{\"content\":\"N\"}", "null"), chunk(0, "{\"reasoning_content\":\"m\"}", "null"),
        chunk(0, "{\"content\":\"y\\ud83d\"}", "null"), chunk(0, "{\"content\":\"\\ude00\"}", "\"stop\""),
        chunk(1, "{\"content\":\"o\"}", "\"length\""),
        "{\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":6}}", "[DONE]");
    Reply reply = OpenAiFormat.read(assembly.body());
    assertThat(reply.choices()).containsExactly(new Reply.Choice("y\ud83d\ude00", "hm", "stop", null, null),
        new Reply.Choice("No", "", "length", null, null));
    assertThat(reply.usage()).isEqualTo(new Reply.Usage(5, 6, false));
    assertThat(reply.servedModel()).isEqualTo("m");
    assertThat(assembly.body()).contains("\"object\":\"chat.completion\"");
    assertThat(assembly.firstNanos()).isEqualTo(3);
  }

  @Test
  void toolCallsAndLogProbabilitiesGoOnFromChunkToChunk() {
    ChunkAssembly assembly = assembled(
        chunk(0, "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"add\","
            + "\"arguments\":\"\"}}]}", "null"),
        chunk(0, "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\":\"}}]}", "null"),
        chunk(0, "{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"sub\","
            + "\"arguments\":\"{}\"}}]}", "null"),
        chunk(0, "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}", "\"tool_calls\""), "[DONE]");
    assertThat(OpenAiFormat.read(assembly.body()).first().toolCalls()).isEqualTo(
        "[{\"function\":{\"arguments\":\"{\\\"x\\\":1}\",\"name\":\"add\"},\"id\":\"a\",\"type\":\"function\"},"
            + "{\"function\":{\"arguments\":\"{}\",\"name\":\"sub\"},\"id\":\"b\",\"type\":\"function\"}]");
    String logprob = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"logprobs\":{\"content\":[{\"token\":"
        + "\"%s\",\"logprob\":-0.5,\"top_logprobs\":[]}]},\"finish_reason\":null}]}";
    Reply told = OpenAiFormat
        .read(assembled(logprob.formatted("a", "a"), logprob.formatted("b", "b"), "[DONE]").body());
    assertThat(Logprobs.of(told.first(), 0).tokens()).extracting(Logprobs.Token::text).containsExactly("a", "b");
  }

  @Test
  void rawCompletionsAreAssembledToo() {
    String piece = "{\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"text\":\"%s\",\"logprobs\":{\"tokens\":"
        + "[\"%s\"],\"token_logprobs\":[-1]},\"finish_reason\":%s}]}";
    Reply reply = OpenAiFormat
        .read(assembled(piece.formatted("a", "a", "null"), piece.formatted("b", "b", "\"stop\""), "[DONE]").body());
    assertThat(reply.first().text()).isEqualTo("ab");
    assertThat(Logprobs.of(reply.first(), 5).tokens()).hasSize(2);
  }

  @Test
  void aStreamWithoutItsEndIsNoAnswer() {
    ChunkAssembly cut = assembled(chunk(0, "{\"content\":\"y\"}", "\"stop\""));
    CallFailed failed = catchThrowableOfType(CallFailed.class, cut::body);
    assertThat(failed.failure()).isEqualTo(Failure.MALFORMED_REPLY);
    assertThat(failed.body()).as("a later reading must not take it for whole").isNull();
  }

  @Test
  void anErrorInTheStreamHasItsOwnClass() {
    assertThat(failure("{\"error\":{\"message\":\"x\",\"code\":503}}")).isEqualTo(Failure.OVERLOAD);
    assertThat(failure("{\"error\":{\"message\":\"x\",\"type\":\"server_error\"}}")).isEqualTo(Failure.SERVER_ERROR);
    assertThat(failure("{\"error\":\"x\",\"error_type\":\"overloaded\"}")).isEqualTo(Failure.OVERLOAD);
    assertThat(failure("{\"error\":{\"code\":\"context_length_exceeded\"}}")).isEqualTo(Failure.CONTEXT_OVERFLOW);
    assertThat(failure("{\"error\":{\"message\":\"odd\"}}")).isEqualTo(Failure.MALFORMED_REPLY);
    assertThat(failure("{\"choices\":[{\"delta\":{\"content\":")).isEqualTo(Failure.MALFORMED_REPLY);
    assertThat(failure("{\"choices\":[{}]}")).isEqualTo(Failure.MALFORMED_REPLY);
  }

  private static Failure failure(String event) {
    return catchThrowableOfType(CallFailed.class, () -> assembled(event)).failure();
  }
}
