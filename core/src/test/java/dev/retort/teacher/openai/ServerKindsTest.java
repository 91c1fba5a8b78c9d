package dev.retort.teacher.openai;

import static dev.retort.teacher.http.ScriptedServer.ok;
import static dev.retort.teacher.http.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.row.Message;
import dev.retort.teacher.Backend.Opening;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Secret;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.http.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One contract a kind of server. The bodies were written by hand after each server's documentation and the error
/// texts its users report; they were not recorded from a server.
class ServerKindsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Request CHAT = new Request.Chat(List.of(Message.user("hi")),
      Sampling.NONE.withMaxTokens(8));
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer(_ -> ScriptedServer.SILENCE);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Endpoint open(String path, String model, @Nullable String azureVersion) {
    OpenAi.Api api = new OpenAi.Api(List.of(), azureVersion, OpenAi.TokenLimit.AUTO, OpenAi.Scoring.RERANK,
        OpenAi.Rewarding.POOLING, OpenAi.PromptLogprobs.PROMPT_LOGPROBS);
    OpenAi.Server taken = new OpenAi.Server(OpenAi.Tokenize.NEVER, OpenAi.ServedModel.MATCH, Map.of(),
        OpenAi.Structured.AUTO, api, OpenAi.Sending.DEFAULT);
    String base = server.base().replace("/v1", path);
    OpenAi openAi = new OpenAi(base, model, Secret.of("KEY", "sk-contract-123"), Map.of(), Map.of(), taken);
    return openAi.open(new Opening("t", new Teacher(openAi, null, Sampling.NONE, Limits.DEFAULT, LONG, null),
        Path.of("."), Path.of("."), 0));
  }

  private Reply answered(Endpoint endpoint, String body) throws InterruptedException {
    server.script(_ -> ok(body));
    return endpoint.read(CHAT, endpoint.send(CHAT, LONG).body());
  }

  private void failsAs(Failure wanted, Endpoint endpoint, int status, String body) {
    server.script(_ -> status(status, "", body));
    CallFailed failed = catchThrowableOfType(CallFailed.class,
        () -> endpoint.read(CHAT, endpoint.send(CHAT, LONG).body()));
    assertThat(failed).as(body).isNotNull();
    assertThat(failed.failure()).as(body).isEqualTo(wanted);
  }

  @Test
  void vllm() throws Exception {
    try (Endpoint vllm = open("/v1", "Qwen/Qwen3-8B", null)) {
      Reply reply = answered(vllm, """
          {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"Qwen/Qwen3-8B","choices":[{"index":0,
          "message":{"role":"assistant","content":"yes","refusal":null,"reasoning":"hm","tool_calls":[]},
          "logprobs":null,"finish_reason":"stop","stop_reason":null,"token_ids":null}],"service_tier":null,
          "usage":{"prompt_tokens":9,"total_tokens":12,"completion_tokens":3,"prompt_tokens_details":
          {"cached_tokens":4}},"prompt_logprobs":null,"kv_transfer_params":null}""");
      assertThat(reply.first()).isEqualTo(new Reply.Choice("yes", "hm", "stop", null, null));
      assertThat(reply.usage()).isEqualTo(new Reply.Usage(9, 3, false, new Reply.Detail(4, 0, 0)));
      failsAs(Failure.CONTEXT_OVERFLOW, vllm, 400,
          """
              {"error":{"message":"This model's maximum context length is 4096 tokens. However, your request has 5000 input \
              tokens. Please reduce the length of the input messages.","type":"BadRequestError","param":"input_tokens",\
              "code":400}}""");
      failsAs(Failure.CONTEXT_OVERFLOW, vllm, 400,
          """
              {"object":"error","message":"The decoder prompt (length 5000) is longer than the maximum model length of 4096.",\
              "type":"BadRequestError","code":400}""");
      failsAs(Failure.BAD_REQUEST, vllm, 400, """
          {"object":"error","message":"top_k must be -1 (disable), or at least 1, got 0.","type":"BadRequestError"}""");
      failsAs(Failure.MALFORMED_REPLY, vllm, 200, """
          {"model":"Qwen3-8B","choices":[{"message":{"content":"hal"},"finish_reason":"abort"}]}""");
    }
  }

  @Test
  void sglang() throws Exception {
    try (Endpoint sglang = open("/v1", "m", null)) {
      Reply reply = answered(sglang, """
          {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":
          "assistant","content":"yes","reasoning_content":"hm","tool_calls":null},"logprobs":null,"finish_reason":
          "length","matched_stop":151645}],"usage":{"prompt_tokens":9,"total_tokens":12,"completion_tokens":3,
          "prompt_tokens_details":null,"reasoning_tokens":1},"metadata":{"weight_version":"default"}}""");
      assertThat(reply.first()).isEqualTo(new Reply.Choice("yes", "hm", "length", null, null));
      assertThat(reply.first().truncated()).isTrue();
      failsAs(Failure.CONTEXT_OVERFLOW, sglang, 400,
          """
              {"object":"error","message":"The input (5000 tokens) is longer than the model's context length (4096 tokens).",\
              "type":"BadRequestError","param":null,"code":400}""");
      failsAs(Failure.CONTEXT_OVERFLOW, sglang, 400,
          """
              {"object":"error","message":"Requested token count exceeds the model's maximum context length of 4096 tokens.",\
              "type":"BadRequestError","code":400}""");
    }
  }

  @Test
  void llamaCppServer() throws Exception {
    try (Endpoint llama = open("/v1", "gpt-oss-20b", null)) {
      Reply reply = answered(llama, """
          {"choices":[{"finish_reason":"stop","index":0,"message":{"role":"assistant","reasoning_content":"hm",
          "content":"yes"}}],"created":1,"model":"gpt-oss-20b","system_fingerprint":"b6000","object":"chat.completion",
          "usage":{"completion_tokens":3,"prompt_tokens":9,"total_tokens":12},"id":"chatcmpl-x","timings":{"prompt_n":9,
          "predicted_per_second":70.5}}""");
      assertThat(reply.first()).isEqualTo(new Reply.Choice("yes", "hm", "stop", null, null));
      failsAs(Failure.CONTEXT_OVERFLOW, llama, 400, """
          {"error":{"code":400,"message":"the request exceeds the available context size, try increasing it",\
          "type":"exceed_context_size_error","n_prompt_tokens":1407,"n_ctx":256}}""");
      failsAs(Failure.OVERLOAD, llama, 503, """
          {"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""");
    }
  }

  @Test
  void ollama() throws Exception {
    try (Endpoint ollama = open("/v1", "llama3.2", null)) {
      Reply reply = answered(ollama, """
          {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"llama3.2:latest","system_fingerprint":
          "fp_ollama","choices":[{"index":0,"message":{"role":"assistant","content":"yes","reasoning":"hm"},
          "finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""");
      assertThat(reply.first()).isEqualTo(new Reply.Choice("yes", "hm", "stop", null, null));
      failsAs(Failure.BAD_REQUEST, ollama, 404, """
          {"error":{"message":"model \\"llama9\\" not found, try pulling it first","type":"api_error","param":null,\
          "code":null}}""");
      failsAs(Failure.CONTEXT_OVERFLOW, ollama, 400, """
          {"error":{"message":"the input length exceeds the context length","type":"invalid_request_error"}}""");
    }
  }

  @Test
  void textGenerationInference() throws Exception {
    try (Endpoint tgi = open("/v1", "tgi", null)) {
      Reply reply = answered(tgi, """
          {"object":"chat.completion","id":"","created":1,"model":"tgi","system_fingerprint":"3.0.0-sha","choices":[
          {"index":0,"message":{"role":"assistant","content":"yes"},"logprobs":null,"finish_reason":"eos_token"}],
          "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""");
      assertThat(reply.first().finishReason()).isEqualTo("stop");
      failsAs(Failure.CONTEXT_OVERFLOW, tgi, 422, """
          {"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` \
          tokens and 1024 `max_new_tokens`","error_type":"validation"}""");
      failsAs(Failure.BAD_REQUEST, tgi, 422, """
          {"error":"Input validation error: `temperature` must be strictly positive","error_type":"validation"}""");
      failsAs(Failure.OVERLOAD, tgi, 429, "{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}");
      failsAs(Failure.SERVER_ERROR, tgi, 424,
          "{\"error\":\"Request failed during generation\",\"error_type\":\"generation\"}");
      failsAs(Failure.CONTEXT_OVERFLOW, tgi, 200, """
          {"error":"Input validation error: `inputs` must have less than 4095 tokens. Given: 5000",\
          "error_type":"validation"}""");
    }
  }

  @Test
  void openAi() throws Exception {
    try (Endpoint openAi = open("/v1", "gpt-4o", null)) {
      Reply reply = answered(openAi,
          """
              {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o-2024-08-06","choices":[{"index":0,
              "message":{"role":"assistant","content":[{"type":"text","text":"y"},{"type":"text","text":"es"}],"refusal":null,
              "annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":30,
              "total_tokens":39,"prompt_tokens_details":{"cached_tokens":2,"audio_tokens":0},"completion_tokens_details":
              {"reasoning_tokens":20}},"service_tier":"default","system_fingerprint":"fp_1"}""");
      assertThat(reply.first()).isEqualTo(new Reply.Choice("yes", "", "stop", null, null));
      assertThat(reply.usage().detail()).isEqualTo(new Reply.Detail(2, 0, 20));
      failsAs(Failure.REFUSAL, openAi, 200,
          """
              {"model":"gpt-4o","choices":[{"message":{"role":"assistant","content":null,"refusal":"I can't help with that."},\
              "finish_reason":"stop"}]}""");
      failsAs(Failure.CONTENT_FILTER, openAi, 200,
          """
              {"model":"gpt-4o","choices":[{"message":{"role":"assistant","content":""},"finish_reason":"content_filter"}]}""");
      failsAs(Failure.CONTEXT_OVERFLOW, openAi, 400,
          """
              {"error":{"message":"This model's maximum context length is 128000 tokens. However, your messages resulted in \
              204308 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""");
      failsAs(Failure.RATE_LIMIT, openAi, 429,
          """
              {"error":{"message":"Rate limit reached for gpt-4o","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""");
      failsAs(Failure.AUTH, openAi, 429, """
          {"error":{"message":"You exceeded your current quota, please check your plan and billing details.",\
          "type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""");
      CallFailed broke = catchThrowableOfType(CallFailed.class, () -> openAi.send(CHAT, LONG));
      assertThat(broke).hasMessageContaining("credit or quota is used up").hasMessageNotContaining("Check the key");
    }
  }

  @Test
  void openAiItselfIsSentTheNewerLimit() {
    OpenAi there = new OpenAi("https://api.openai.com/v1", "o4-mini", null, Map.of(), Map.of(), OpenAi.Server.DEFAULT);
    Teacher teacher = new Teacher(there, null, Sampling.NONE, Limits.DEFAULT, LONG, null);
    try (Endpoint endpoint = there.open(new Opening("t", teacher, Path.of("."), Path.of("."), 0))) {
      assertThat(endpoint.canonical(CHAT)).contains("\"max_completion_tokens\":8").doesNotContain("\"max_tokens\"");
    }
    try (Endpoint endpoint = open("/v1", "m", null)) {
      assertThat(endpoint.canonical(CHAT)).contains("\"max_tokens\":8").doesNotContain("max_completion_tokens");
    }
  }

  @Test
  void azure() throws Exception {
    try (Endpoint azure = open("/openai/deployments/mine", "gpt-4o", "2024-10-21")) {
      Reply reply = answered(azure,
          """
              {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o-2024-08-06","prompt_filter_results":[
              {"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}],"choices":[{"index":0,
              "finish_reason":"stop","logprobs":null,"message":{"role":"assistant","content":"yes","refusal":null},
              "content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}],"usage":{"prompt_tokens":9,
              "completion_tokens":3,"total_tokens":12}}""");
      assertThat(reply.first().text()).isEqualTo("yes");
      ScriptedServer.Asked asked = server.asked().getLast();
      assertThat(asked.path()).isEqualTo("/openai/deployments/mine/chat/completions?api-version=2024-10-21");
      assertThat(asked.head()).contains("api-key: sk-contract-123").doesNotContain("Authorization");
      assertThat(azure.identity()).contains("?api-version=2024-10-21");
      failsAs(Failure.CONTENT_FILTER, azure, 400, """
          {"error":{"message":"The response was filtered due to the prompt triggering the content management policy.",\
          "type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":\
          "ResponsibleAIPolicyViolation","content_filter_result":{"hate":{"filtered":true,"severity":"medium"}}}}}""");
      failsAs(Failure.AUTH, azure, 401, """
          {"error":{"code":"401","message":"Access denied due to invalid subscription key."}}""");
    }
  }
}
