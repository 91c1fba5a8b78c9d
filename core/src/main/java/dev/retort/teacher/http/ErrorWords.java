package dev.retort.teacher.http;

import dev.retort.teacher.Failure;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which class of failure a server means by its status and its words. Pure, and the same for every provider.
///
/// Words come before the status where they tell more: an account without credit is told with status 429 by one provider
/// and 400 by another, and a prompt that is too long with 400, 413, 422 or 500.
///
/// Source: platform.openai.com/docs/guides/error-codes, learn.microsoft.com/azure/ai-foundry/openai (content filters),
/// docs.vllm.ai (OpenAI-compatible server), github.com/ggml-org/llama.cpp/pull/15780,
/// github.com/ollama/ollama/blob/main/docs/openai.md, huggingface.co/docs/text-generation-inference (messages API),
/// platform.claude.com/docs/en/api/errors, ai.google.dev/gemini-api/docs/troubleshooting.
public final class ErrorWords {

  private record Words(Failure failure, Pattern pattern) {
    static Words of(Failure failure, String... alternatives) {
      return new Words(failure, Pattern.compile(String.join("|", alternatives), Pattern.CASE_INSENSITIVE));
    }
  }

  /// The account cannot pay: trying again does not help, and every other call would end the same. The class is that of
  /// a refused key, which stops the teacher and leaves its units pending until the same command is run again.
  private static final Words NO_CREDIT = Words.of(Failure.AUTH, "\"insufficient_quota\"",
      "\"billing_hard_limit_reached\"",
      "\"message\": ?\"Your credit balance is too low", "\"billing_error\"");
  private static final Words BAD_KEY = Words.of(Failure.AUTH, "\"API_KEY_INVALID\"",
      "\"message\": ?\"API key not valid",
      "\"(authentication|permission)_error\"", "\"FAILED_PRECONDITION\"");
  private static final Words TOO_LONG = Words.of(Failure.CONTEXT_OVERFLOW,
      // OpenAI, Azure, vLLM, SGLang
      "context_length_exceeded", "maximum context length", "max_model_len", "longer than the (maximum )?model",
      "longer than the model's context length", "exceeds the model's maximum context", "prompt is too long",
      // llama.cpp, Ollama
      "exceed_context_size", "exceeds? the (available )?context", "context window", "input length exceeds",
      // TGI
      "`inputs` (tokens \\+ `max_new_tokens` )?must (be <=|have less than)",
      // Anthropic, Gemini
      "exceed context limit", "request_too_large", "input token count .{0,40}exceeds the maximum number of tokens");
  private static final Words FILTERED = Words.of(Failure.CONTENT_FILTER, "content_filter", "content_policy_violation",
      "ResponsibleAIPolicyViolation");
  private static final Words BUSY = Words.of(Failure.OVERLOAD, "overloaded_error", "\"error_type\": ?\"overloaded\"",
      "\"UNAVAILABLE\"");
  private static final Words LIMITED = Words.of(Failure.RATE_LIMIT, "rate_limit_(exceeded|error)",
      "\"RESOURCE_EXHAUSTED\"");
  private static final Words BROKEN = Words.of(Failure.SERVER_ERROR, "\"(server|api|internal_server)_error\"",
      "\"InternalServerError\"", "\"error_type\": ?\"(generation|incomplete_generation)\"", "\"INTERNAL\"");

  private ErrorWords() {}

  /// @param status of HTTP
  /// @param body without secrets
  public static Failure of(int status, String body) {
    return switch (status) {
      case 401, 402, 403 -> said(body, FILTERED, Failure.AUTH);
      case 408, 504 -> Failure.TIMEOUT;
      case 429 -> said(body, NO_CREDIT, said(body, BUSY, Failure.RATE_LIMIT));
      case 502, 503, 529 -> Failure.OVERLOAD;
      case 413 -> Failure.CONTEXT_OVERFLOW;
      case 424 -> Failure.SERVER_ERROR;
      default -> status >= 500 ? said(body, TOO_LONG, Failure.SERVER_ERROR) : refused(body);
    };
  }

  private static Failure refused(String body) {
    Failure told = first(body, List.of(NO_CREDIT, BAD_KEY, FILTERED, TOO_LONG));
    return told == null ? Failure.BAD_REQUEST : told;
  }

  /// The class of an error told within a stream, after the status said that all was well.
  /// @param status as the error itself names it; 0 where it does not
  public static Failure within(int status, String body) {
    if (status >= 400) {
      return of(status, body);
    }
    Failure told = first(body, List.of(NO_CREDIT, BAD_KEY, FILTERED, TOO_LONG, LIMITED, BUSY, BROKEN));
    return told == null ? Failure.MALFORMED_REPLY : told;
  }

  /// Whether the words are those of an account that cannot pay.
  public static boolean noCredit(String body) {
    return NO_CREDIT.pattern().matcher(body).find();
  }

  private static @Nullable Failure first(String body, List<Words> order) {
    return order.stream().filter(words -> words.pattern().matcher(body).find()).findFirst().map(Words::failure)
        .orElse(null);
  }

  private static Failure said(String body, Words words, Failure otherwise) {
    return words.pattern().matcher(body).find() ? words.failure() : otherwise;
  }
}
