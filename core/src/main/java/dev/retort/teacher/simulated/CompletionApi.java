package dev.retort.teacher.simulated;

import dev.retort.row.Message;
import dev.retort.teacher.simulated.Speaker.Spoken;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers `POST /v1/completions`: raw text that goes on from a prompt.
final class CompletionApi {
  private static final int MOST_CHOICES = 128;

  private final Body body;
  private final Persona persona;
  private final long seed;
  private final String call;
  private final String meaning;

  CompletionApi(Body body, Persona persona, long seed, String call) {
    this.body = body;
    this.persona = persona;
    this.seed = seed;
    this.call = call;
    this.meaning = body.meaning();
  }

  Answered answer() {
    List<String> prompts = body.texts("prompt");
    if (prompts.isEmpty()) {
      throw BadAsk.field("prompt", "a text or a list of texts is wanted");
    }
    if (body.flag("echo") && prompts.size() > 1) {
      throw BadAsk.field("echo", "the simulated fleet repeats one prompt at a time");
    }
    int promptTokens = 0;
    List<Cut> cuts = new ArrayList<>();
    for (String prompt : prompts) {
      int tokens = Tokens.count(prompt);
      int room = Room.of(body, persona, tokens);
      promptTokens += tokens;
      for (int i = 0; i < body.integer("n", 1, 1, MOST_CHOICES); i++) {
        cuts.add(Cut.of(say(prompt, cuts.size()), room, body.stops()));
      }
    }
    ObjectNode usage = Answered.usage(promptTokens, cuts.stream().mapToInt(Cut::tokens).sum());
    ObjectNode whole = envelope();
    ArrayNode choices = whole.putArray("choices");
    for (int i = 0; i < cuts.size(); i++) {
      String text = body.flag("echo") ? prompts.getFirst() + cuts.get(i).text() : cuts.get(i).text();
      choice(choices, i, text, cuts.get(i).finish(), logprobs(text, i));
      if (body.get("prompt_logprobs") != null && prompts.size() == 1) {
        ((ObjectNode) choices.get(i)).set("prompt_logprobs", Logprobs.prompt(prompts.getFirst(),
            body.integer("prompt_logprobs", 0, 0, 20), random("prompt", 0)));
      }
    }
    whole.set("usage", usage);
    return new Answered(whole, body.flag("stream") ? chunks(cuts, usage) : List.of(),
        cuts.stream().mapToInt(Cut::tokens).sum());
  }

  /// A raw completion has no place for reasoning apart from its text.
  private Spoken say(String prompt, int index) {
    Spoken spoken = new Speaker(persona, random("say", index)).say(List.of(Message.user(prompt)));
    return spoken.reasoning().isEmpty()
        ? spoken
        : new Spoken("", "<think>\n" + spoken.reasoning() + "\n</think>\n\n" + spoken.text());
  }

  private RandomGenerator random(String purpose, int index) {
    return Draw.of(seed, purpose, meaning, call, Integer.toString(index));
  }

  private ObjectNode envelope() {
    String id = "cmpl-" + Long.toHexString(random("id", 0).nextLong());
    return Answered.envelope(id, "text_completion", persona.name());
  }

  private static void choice(ArrayNode choices, int index, String text, @Nullable String finish,
      @Nullable JsonNode logprobs) {
    ObjectNode choice = choices.addObject().put("index", index).put("text", text);
    choice.set("logprobs", logprobs);
    choice.put("finish_reason", finish);
  }

  private @Nullable JsonNode logprobs(String text, int index) {
    int top = body.integer("logprobs", -1, 0, 20);
    return top < 0 ? null : Logprobs.completion(text, top, random("logprobs", index));
  }

  private List<ObjectNode> chunks(List<Cut> cuts, ObjectNode usage) {
    List<ObjectNode> chunks = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      for (String piece : Answered.pieces(cuts.get(i).text())) {
        chunk(chunks, i, piece, null);
      }
      chunk(chunks, i, "", cuts.get(i).finish());
    }
    Answered.addUsage(body, chunks, envelope(), usage);
    return chunks;
  }

  private void chunk(List<ObjectNode> chunks, int index, String text, @Nullable String finish) {
    ObjectNode chunk = envelope();
    choice(chunk.putArray("choices"), index, text, finish, null);
    chunks.add(chunk);
  }
}
