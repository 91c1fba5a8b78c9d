package dev.retort.steps;

import dev.retort.teacher.Logprobs;
import dev.retort.teacher.Logprobs.Rival;
import dev.retort.teacher.Logprobs.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How likely each score was, told from the log-probabilities at the place where the judge wrote one.
///
/// Tokens that are a score with white space around it count for that score, all others for none. Where the tokenizer
/// writes 10 as two tokens, a 1 may be the beginning of 10: for the number the judge wrote that is settled by the token
/// behind it, for a rival it cannot be, and the probability in question is told.
///
/// @param probabilities of low to high, summing to 1
/// @param mass what all scores had together before they were brought to 1; the rest went to tokens that are no score
/// @param ambiguous the part of `mass` that counts for a score although it may be the beginning of a longer number
record JudgeDistribution(List<Double> probabilities, double mass, double ambiguous) {

  JudgeDistribution {
    probabilities = List.copyOf(probabilities);
  }

  /// The mean score.
  double expected(JudgeScale scale) {
    double sum = 0;
    for (int i = 0; i < probabilities.size(); i++) {
      sum += (scale.low() + i) * probabilities.get(i);
    }
    return sum;
  }

  /// @param statement the reply's own characters up to the score and behind it, such as `Score: 7`
  /// @param score what was read
  /// @return null where the tokens do not hold the statement, or give no score a probability
  static @Nullable JudgeDistribution of(Logprobs logprobs, String statement, int score, JudgeScale scale) {
    int place = place(logprobs.tokens(), statement, Integer.toString(score));
    return place < 0 ? null : new Weighing(scale, logprobs.tokens(), place).weigh();
  }

  /// The token with which the score begins; -1 where it is not told or begins within one.
  private static int place(List<Token> tokens, String statement, String score) {
    StringBuilder text = new StringBuilder();
    tokens.forEach(token -> text.append(token.text()));
    int start = text.lastIndexOf(statement);
    int number = start < 0 ? -1 : text.indexOf(score, start + statement.indexOf(':') + 1);
    int end = 0;
    for (int i = 0; i < tokens.size() && number >= 0; i++) {
      String token = tokens.get(i).text();
      end += token.length();
      if (number < end) {
        return number == end - token.length() + leading(token) ? i : -1;
      }
    }
    return -1;
  }

  private static int leading(String token) {
    return token.length() - token.stripLeading().length();
  }

  /// Adds up what each score weighs.
  private record Weighing(JudgeScale scale, List<Token> tokens, int place) {

    @Nullable
    JudgeDistribution weigh() {
      Map<String, Double> here = weights(tokens.get(place));
      boolean whole = here.keySet().stream().map(String::strip).anyMatch(text -> text.length() > 1 && score(text) >= 0);
      double[] weights = new double[scale.size()];
      double ambiguous = 0;
      for (Map.Entry<String, Double> rival : here.entrySet()) {
        String text = rival.getKey().strip();
        boolean settled = rival.getKey().equals(tokens.get(place).text()) && place + 1 < tokens.size();
        if (settled && longer(text)) {
          split(text, rival.getValue(), weights);
        } else if (score(text) >= 0) {
          weights[score(text) - scale.low()] += rival.getValue();
          ambiguous += longer(text) && !whole ? rival.getValue() : 0;
        }
      }
      return scaled(weights, ambiguous);
    }

    /// Shares the weight of a number's first digits among the number itself and those it may be the beginning of.
    private void split(String text, double weight, double[] weights) {
      double left = weight;
      for (Map.Entry<String, Double> next : weights(tokens.get(place + 1)).entrySet()) {
        int score = score(text + next.getKey());
        if (score >= 0) {
          weights[score - scale.low()] += weight * next.getValue();
          left -= weight * next.getValue();
        }
      }
      if (score(text) >= 0) {
        weights[score(text) - scale.low()] += Math.max(0, left);
      }
    }

    private @Nullable JudgeDistribution scaled(double[] weights, double ambiguous) {
      double mass = 0;
      for (double weight : weights) {
        mass += weight;
      }
      if (!(mass > 0)) {
        return null;
      }
      List<Double> probabilities = new ArrayList<>(weights.length);
      for (double weight : weights) {
        probabilities.add(weight / mass);
      }
      return new JudgeDistribution(probabilities, mass, ambiguous);
    }

    /// Probabilities by token, the written one among them.
    private static Map<String, Double> weights(Token token) {
      Map<String, Double> weights = new LinkedHashMap<>();
      for (Rival rival : token.top()) {
        weights.merge(rival.text(), StrictMath.exp(rival.logprob()), Math::max);
      }
      if (token.logprob() != null) {
        weights.putIfAbsent(token.text(), StrictMath.exp(token.logprob()));
      }
      return weights;
    }

    /// The score a text is, or -1.
    private int score(String text) {
      boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')
          && (text.length() == 1 || text.charAt(0) != '0');
      int value = digits ? Integer.parseInt(text) : -1;
      return digits && scale.has(value) ? value : -1;
    }

    /// Whether more digits could make another score of it.
    private boolean longer(String text) {
      boolean digits = !text.isEmpty() && text.length() < 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')
          && text.charAt(0) != '0';
      return digits && Integer.parseInt(text) * 10 <= scale.high();
    }
  }
}
