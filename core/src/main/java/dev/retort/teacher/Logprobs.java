package dev.retort.teacher;

import dev.retort.row.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Log-probabilities of a text's tokens, read from what a reply keeps of them as JSON.
///
/// Memory: one entry a token with at most as many rivals as asked for, whatever the server sent.
///
/// @param tokens in the text's order
public record Logprobs(List<Token> tokens) {

  public Logprobs {
    tokens = List.copyOf(tokens);
  }

  /// One token.
  /// @param logprob natural logarithm of its probability; null where the server told none, as of a prompt's first token
  /// @param top the likeliest tokens at its place, the likeliest first
  public record Token(String text, @Nullable Double logprob, List<Rival> top) {
    public Token {
      top = List.copyOf(top);
    }
  }

  /// A token that could have stood there.
  public record Rival(String text, double logprob) {}

  /// The log-probabilities of a choice, as chats have them (`content`) or as completions do (`tokens`).
  /// @param most rivals kept of each token
  /// @throws CallFailed of class MALFORMED_REPLY when they are of neither form; of class BAD_REQUEST when there are none
  public static Logprobs of(Reply.Choice choice, int most) {
    if (choice.logprobs() == null) {
      throw new CallFailed(Failure.BAD_REQUEST,
          "the reply has no log-probabilities. Ask for them with `logprobs` in the sampling's `extra`, if the server can tell them.");
    }
    JsonNode node = Json.read(choice.logprobs());
    if (node.path("content").isArray()) {
      return new Logprobs(chat(node.path("content"), most));
    }
    if (node.path("tokens").isArray() && node.path("token_logprobs").isArray()) {
      return new Logprobs(completion(node, most));
    }
    throw malformed("neither 'content' nor 'tokens'");
  }

  private static List<Token> chat(JsonNode content, int most) {
    List<Token> tokens = new ArrayList<>(content.size());
    for (JsonNode entry : content) {
      List<Rival> rivals = new ArrayList<>();
      for (JsonNode rival : entry.path("top_logprobs")) {
        rivals.add(new Rival(text(rival.path("token")), number(rival.path("logprob"))));
      }
      tokens.add(new Token(text(entry.path("token")), absent(entry.path("logprob")), likeliest(rivals, most)));
    }
    return tokens;
  }

  private static List<Token> completion(JsonNode node, int most) {
    JsonNode texts = node.path("tokens");
    JsonNode values = node.path("token_logprobs");
    JsonNode tops = node.path("top_logprobs");
    if (texts.size() != values.size() || tops.isArray() && tops.size() != texts.size()) {
      throw malformed("lists of different lengths");
    }
    List<Token> tokens = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      List<Rival> rivals = new ArrayList<>();
      tops.path(i).properties().forEach(rival -> rivals.add(new Rival(rival.getKey(), number(rival.getValue()))));
      tokens.add(new Token(text(texts.get(i)), absent(values.get(i)), likeliest(rivals, most)));
    }
    return tokens;
  }

  /// Equally likely ones stand in the order of their texts, so that equal replies read the same.
  private static List<Rival> likeliest(List<Rival> rivals, int most) {
    rivals.sort((one, other) -> one.logprob() == other.logprob()
        ? one.text().compareTo(other.text())
        : Double.compare(other.logprob(), one.logprob()));
    return rivals.subList(0, Math.min(most, rivals.size()));
  }

  private static String text(JsonNode node) {
    if (!node.isString()) {
      throw malformed("a token without text");
    }
    return node.stringValue();
  }

  private static @Nullable Double absent(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? null : number(node);
  }

  private static double number(JsonNode node) {
    double value = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (Double.isNaN(value) || value > 0.001) {
      throw malformed("a log-probability that is none: " + node);
    }
    return value;
  }

  private static CallFailed malformed(String found) {
    return new CallFailed(Failure.MALFORMED_REPLY, "the reply's log-probabilities hold " + found);
  }
}
