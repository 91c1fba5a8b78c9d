package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import dev.retort.row.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers `POST /v1/embeddings`, `GET /v1/models` and `POST /tokenize`.
final class OtherApis {
  private static final int DIMENSIONS = 64;
  private static final int MOST_DIMENSIONS = 4_096;
  private static final int MOST_TEXTS = 2_048;

  private OtherApis() {}

  /// Vectors of length 1 made of the text's words, so that texts with many words in common lie near each other.
  static Answered embeddings(Body body, Persona persona) {
    List<String> texts = body.texts("input");
    int dimensions = body.integer("dimensions", DIMENSIONS, 1, MOST_DIMENSIONS);
    if (texts.isEmpty() || texts.size() > MOST_TEXTS) {
      throw BadAsk.field("input", "1 to %d texts are wanted".formatted(MOST_TEXTS));
    }
    boolean base64 = body.get("encoding_format") != null && body.text("encoding_format").equals("base64");
    ObjectNode whole = Json.MAPPER.createObjectNode().put("object", "list").put("model", persona.name())
        .put("system_fingerprint", Answered.FINGERPRINT).put("retort_simulated", true);
    ArrayNode data = whole.putArray("data");
    int tokens = 0;
    for (String text : texts) {
      ObjectNode entry = data.addObject().put("object", "embedding").put("index", data.size() - 1);
      put(entry, vector(text, dimensions), base64);
      tokens += Tokens.count(text);
    }
    whole.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return new Answered(whole, List.of(), 0);
  }

  private static void put(ObjectNode entry, float[] vector, boolean base64) {
    if (base64) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(vector);
      entry.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
      return;
    }
    ArrayNode numbers = entry.putArray("embedding");
    for (float number : vector) {
      numbers.add(number);
    }
  }

  static float[] vector(String text, int dimensions) {
    double[] sum = new double[dimensions];
    add(sum, "", 0.01);
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        add(sum, word, 1);
      }
    }
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (sum[i] / Math.sqrt(square));
    }
    return vector;
  }

  private static void add(double[] sum, String word, double weight) {
    SplittableRandom random = new SplittableRandom(word.hashCode());
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * (random.nextDouble() - 0.5);
    }
  }

  static String models() {
    ObjectNode models = Json.MAPPER.createObjectNode().put("object", "list").put("retort_simulated", true);
    ArrayNode data = models.putArray("data");
    for (Persona persona : Persona.ALL) {
      data.addObject().put("id", persona.name()).put("object", "model").put("created", Answered.CREATED)
          .put("owned_by", "retort").put("max_model_len", persona.pace().window()).put("retort_simulated", true);
    }
    return models.toString();
  }

  static Answered tokenize(Body body, Persona persona) {
    String text = body.get("messages") == null
        ? body.text("prompt")
        : body.messages().stream().map(Message::content).collect(Collectors.joining("\n"));
    List<String> tokens = Tokens.split(text);
    int count = body.get("messages") == null ? tokens.size() : ChatApi.promptTokens(body.messages());
    ObjectNode whole = Json.MAPPER.createObjectNode().put("count", count)
        .put("max_model_len", persona.pace().window()).put("model", persona.name())
        .put("system_fingerprint", Answered.FINGERPRINT).put("retort_simulated", true);
    ArrayNode ids = whole.putArray("tokens");
    tokens.forEach(token -> ids.add(token.hashCode() & 0xffff));
    return new Answered(whole, List.of(), 0);
  }
}
