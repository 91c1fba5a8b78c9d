package dev.retort.run;

import dev.retort.row.Message;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.openai.OpenAiFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A teacher that answers as a test says, and remembers what it was asked.
final class ScriptedTeacher implements Backend {
  final List<String> asked = new CopyOnWriteArrayList<>();
  String identity = "scripted";
  boolean tokenizes;
  OptionalInt window = OptionalInt.empty();
  volatile Script script;

  /// Gives the answer's text, or throws.
  interface Script {
    String answer(String prompt, int attempt) throws InterruptedException;
  }

  ScriptedTeacher(Script script) {
    this.script = script;
  }

  static ScriptedTeacher echo() {
    return new ScriptedTeacher((prompt, _) -> prompt + "!");
  }

  @Override
  public Endpoint open(Opening opening) {
    return new Scripted();
  }

  private final class Scripted implements Endpoint {
    @Override
    public String identity() {
      return identity;
    }

    @Override
    public String canonical(Request request) {
      return OpenAiFormat.canonical(request, "m", Map.of());
    }

    @Override
    public Response send(Request request, Duration deadline) throws InterruptedException {
      throw new IllegalStateException("sent without its attempt");
    }

    @Override
    public Response send(Request request, Try attempt, Duration deadline) throws InterruptedException {
      String prompt = switch (request) {
        case Request.Chat chat -> chat.messages().getLast().content();
        case Request.Completion completion -> completion.prompt();
        case Request.Embed embed -> String.join(",", embed.texts());
        case Request.Tokenize tokenize -> tokenize.text();
        case Request.Score score -> score.query();
        case Request.Reward reward -> reward.messages().getLast().content();
        case Request.PromptLogprobs told -> told.text();
      };
      asked.add(prompt + "#" + attempt.number());
      String text = script.answer(prompt, attempt.number());
      String body = request instanceof Request.Tokenize
          ? "{\"count\":" + text + "}"
          : "{\"choices\":[{\"message\":{\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}]}";
      return new Response(body, Duration.ofMillis(1), Duration.ofMillis(2));
    }

    @Override
    public Reply read(Request request, String body) {
      return OpenAiFormat.read(request, body);
    }

    @Override
    public OptionalInt window() {
      asked.add("window");
      return window;
    }

    @Override
    public boolean tokenizes() {
      return tokenizes;
    }

    @Override
    public @Nullable String rendered(Request.Chat chat) {
      return null;
    }

    @Override
    public void close() {
      asked.add("closed");
    }
  }
}
