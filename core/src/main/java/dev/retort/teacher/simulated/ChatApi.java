package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.simulated.Speaker.Spoken;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers `POST /v1/chat/completions`.
final class ChatApi {
  private static final int MOST_CHOICES = 128;

  private final Body body;
  private final Persona persona;
  private final long seed;
  private final String call;
  private final String meaning;
  private final List<Message> messages;

  ChatApi(Body body, Persona persona, long seed, String call) {
    this.body = body;
    this.persona = persona;
    this.seed = seed;
    this.call = call;
    this.meaning = body.meaning();
    this.messages = body.messages();
  }

  Answered answer() {
    int prompt = promptTokens(messages);
    int room = Room.of(body, persona, prompt);
    List<Cut> cuts = new ArrayList<>();
    for (int i = 0; i < body.integer("n", 1, 1, MOST_CHOICES); i++) {
      cuts.add(Cut.of(say(i), room, body.stops()));
    }
    ObjectNode usage = usage(prompt, cuts);
    boolean stream = body.flag("stream");
    return new Answered(whole(cuts, usage), stream ? chunks(cuts, usage) : List.of(),
        cuts.stream().mapToInt(Cut::tokens).sum());
  }

  static int promptTokens(List<Message> messages) {
    return 3 + messages.stream().mapToInt(message -> 4 + Tokens.count(message.content())).sum();
  }

  private RandomGenerator random(String purpose, int index) {
    return Draw.of(seed, purpose, meaning, call, Integer.toString(index));
  }

  private Spoken say(int index) {
    RandomGenerator random = random("say", index);
    JsonNode format = body.get("response_format");
    String type = format == null ? "text" : format.path("type").asString("");
    return switch (type) {
      case "text" -> new Speaker(persona, random).say(messages);
      case "json_object" -> new Spoken("", Json.canonical(object(random)));
      case "json_schema" -> new Spoken("", Json.canonical(schema(format, random)));
      default -> throw BadAsk.field("response_format", "the type '%s' is not known".formatted(type));
    };
  }

  private @Nullable JsonNode facts(RandomGenerator random) {
    Task task = Tasks.solve(messages.getLast().content());
    if (task == null || task.family() != Family.JSON_EXTRACTION) {
      return null;
    }
    boolean right = random.nextDouble() < persona.skill(task.family());
    return Json.read(right ? task.answer() : Mistakes.of(task, random));
  }

  private JsonNode object(RandomGenerator random) {
    JsonNode facts = facts(random);
    return facts != null
        ? facts
        : Json.MAPPER.createObjectNode().put("answer", new Speaker(persona, random).say(messages).text());
  }

  private JsonNode schema(@Nullable JsonNode format, RandomGenerator random) {
    JsonNode schema = format == null ? null : format.path("json_schema").get("schema");
    if (schema == null) {
      throw BadAsk.field("response_format", "json_schema.schema is missing");
    }
    String prompt = messages.getLast().content();
    Prose prose = new Prose(persona.style(), Topics.of(prompt), random);
    JsonNode facts = facts(random);
    return new ClusterAnswers(persona, random, prose::sentence,
        part -> new SchemaAnswer(part, facts, prose::sentence, random).make()).make(schema, prompt);
  }

  private ObjectNode usage(int prompt, List<Cut> cuts) {
    ObjectNode usage = Answered.usage(prompt, cuts.stream().mapToInt(Cut::tokens).sum());
    if (persona.style().thinking() == Persona.Thinking.FIELD) {
      usage.putObject("completion_tokens_details").put("reasoning_tokens",
          cuts.stream().mapToInt(cut -> Tokens.count(cut.reasoning())).sum());
    }
    return usage;
  }

  private String id() {
    return "chatcmpl-" + Long.toHexString(random("id", 0).nextLong());
  }

  private ObjectNode whole(List<Cut> cuts, ObjectNode usage) {
    ObjectNode whole = Answered.envelope(id(), "chat.completion", persona.name());
    ArrayNode choices = whole.putArray("choices");
    for (int i = 0; i < cuts.size(); i++) {
      Cut cut = cuts.get(i);
      ObjectNode choice = choices.addObject().put("index", i);
      ObjectNode message = choice.putObject("message").put("role", "assistant").put("content", cut.text());
      if (persona.style().thinking() == Persona.Thinking.FIELD) {
        message.put("reasoning_content", cut.reasoning());
      }
      choice.set("logprobs", logprobs(cut.text(), i));
      choice.put("finish_reason", cut.finish());
    }
    whole.set("usage", usage);
    return whole;
  }

  private @Nullable JsonNode logprobs(String text, int index) {
    int top = body.integer("top_logprobs", 0, 0, 20);
    return body.flag("logprobs") ? Logprobs.chat(text, top, random("logprobs", index)) : null;
  }

  private List<ObjectNode> chunks(List<Cut> cuts, ObjectNode usage) {
    List<ObjectNode> chunks = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      Cut cut = cuts.get(i);
      delta(chunks, i, null).put("role", "assistant").put("content", "");
      for (String piece : Answered.pieces(cut.reasoning())) {
        delta(chunks, i, null).put("reasoning_content", piece);
      }
      List<String> pieces = Answered.pieces(cut.text());
      for (int p = 0; p < pieces.size(); p++) {
        delta(chunks, i, null).put("content", pieces.get(p));
        JsonNode logprobs = p > 0 ? null : logprobs(cut.text(), i);
        if (logprobs != null) {
          ((ObjectNode) chunks.getLast().path("choices").path(0)).set("logprobs", logprobs);
        }
      }
      delta(chunks, i, cut.finish());
    }
    Answered.addUsage(body, chunks, Answered.envelope(id(), "chat.completion.chunk", persona.name()), usage);
    return chunks;
  }

  private ObjectNode delta(List<ObjectNode> chunks, int index, @Nullable String finish) {
    ObjectNode chunk = Answered.envelope(id(), "chat.completion.chunk", persona.name());
    chunks.add(chunk);
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
    ObjectNode delta = choice.putObject("delta");
    choice.put("finish_reason", finish);
    return delta;
  }
}
