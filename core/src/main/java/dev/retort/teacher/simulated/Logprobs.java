package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Plausible log-probabilities: negative, and those of one place add up to less than 1.
final class Logprobs {
  private static final List<String> OTHERS = List.of(" the", " a", " of", " and", " to", " in", " is", " that", " it",
      " for", " on", " with", " as", " was", " but", " at", " by", " or", " not", " so", " we", " he", " an", " be");

  private static final Pattern SCORE = Pattern.compile("Score: (?:[1-9]|10)");

  private Logprobs() {}

  /// Log-probability of the token and of its rivals, the likeliest first.
  private static Map<String, Double> place(String token, int many, RandomGenerator random) {
    Map<String, Double> place = new LinkedHashMap<>();
    double left = 1;
    double p = 0.4 + 0.59 * random.nextDouble();
    int offset = random.nextInt(OTHERS.size());
    place.put(token, log(p));
    for (int i = 0; place.size() < many && i < OTHERS.size(); i++) {
      left -= p;
      p = Math.min(p, left * (0.3 + 0.4 * random.nextDouble()));
      String other = OTHERS.get((offset + i) % OTHERS.size());
      if (!other.equals(token)) {
        place.put(other, log(p));
      } else {
        left += p;
      }
    }
    return place;
  }

  private static double log(double p) {
    return Math.rint(StrictMath.log(p) * 1e6) / 1e6;
  }

  /// The score a judge wrote and those near it, less likely the farther away.
  private static Map<String, Double> scores(int score, int many, RandomGenerator random) {
    double spread = 0.6 + random.nextDouble();
    double[] weights = new double[11];
    double sum = 0;
    for (int n = 1; n <= 10; n++) {
      weights[n] = StrictMath.exp(-Math.abs(n - score) / spread);
      sum += weights[n];
    }
    Map<String, Double> place = new LinkedHashMap<>();
    for (int distance = 0; distance < 10; distance++) {
      for (int n : distance == 0 ? new int[]{score} : new int[]{score - distance, score + distance}) {
        if (n >= 1 && n <= 10 && place.size() < many) {
          place.put(" " + n, log(weights[n] / sum));
        }
      }
    }
    return place;
  }

  /// As chat answers carry them.
  static ObjectNode chat(String text, int top, RandomGenerator random) {
    ObjectNode logprobs = Json.MAPPER.createObjectNode();
    ArrayNode content = logprobs.putArray("content");
    boolean score = SCORE.matcher(text).matches();
    for (String token : Tokens.split(text)) {
      Map<String, Double> place = score && token.startsWith(" ")
          ? scores(Integer.parseInt(token.strip()), Math.max(1, top), random)
          : place(token, Math.max(1, top), random);
      ObjectNode entry = content.addObject();
      fill(entry, token, place.values().iterator().next());
      ArrayNode alternatives = entry.putArray("top_logprobs");
      if (top > 0) {
        place.forEach((other, value) -> fill(alternatives.addObject(), other, value));
      }
    }
    return logprobs;
  }

  private static void fill(ObjectNode entry, String token, double value) {
    entry.put("token", token).put("logprob", value);
    ArrayNode bytes = entry.putArray("bytes");
    for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xff);
    }
  }

  /// As raw completions carry them.
  static ObjectNode completion(String text, int top, RandomGenerator random) {
    ObjectNode logprobs = Json.MAPPER.createObjectNode();
    ArrayNode tokens = logprobs.putArray("tokens");
    ArrayNode values = logprobs.putArray("token_logprobs");
    ArrayNode tops = logprobs.putArray("top_logprobs");
    ArrayNode offsets = logprobs.putArray("text_offset");
    int offset = 0;
    for (String token : Tokens.split(text)) {
      Map<String, Double> place = place(token, Math.max(1, top), random);
      tokens.add(token);
      values.add(place.values().iterator().next());
      ObjectNode alternatives = tops.addObject();
      place.forEach(alternatives::put);
      offsets.add(offset);
      offset += token.codePointCount(0, token.length());
    }
    return logprobs;
  }

  /// As vLLM tells those of a prompt: nothing of the first token, of the others itself and its rivals by token number.
  static ArrayNode prompt(String text, int top, RandomGenerator random) {
    ArrayNode places = Json.MAPPER.createArrayNode();
    for (String token : Tokens.split(text)) {
      if (places.isEmpty()) {
        places.addNull();
        continue;
      }
      ObjectNode entry = places.addObject();
      int rank = 1;
      for (Map.Entry<String, Double> told : place(token, Math.max(1, top), random).entrySet()) {
        entry.putObject(Integer.toString(told.getKey().hashCode() & 0xffffff)).put("logprob", told.getValue())
            .put("rank", rank++).put("decoded_token", told.getKey());
      }
    }
    return places;
  }
}
