package dev.retort.bench;

import java.util.SplittableRandom;

/// Made-up answers of a given length, no two alike, which compress about as English does.
///
/// Words of a vocabulary of 3,000 are drawn by Zipf's law, so that zstd makes 2 KB some 0.45 of what they were; answers
/// of real models came to 0.36 to 0.58 (2.3 KB and 0.8 KB).
final class Answers {
  private static final int VOCABULARY = 3_000;
  private static final int DRAWS = 1 << 16;
  private static final String CONSONANTS = "bcdfghjklmnprstvwz";
  private static final String VOWELS = "aeiou";

  private final String[] draws = new String[DRAWS];
  private final int length;

  /// @param length of an answer, in bytes
  Answers(int length) {
    this.length = length;
    SplittableRandom random = new SplittableRandom(7);
    String[] words = new String[VOCABULARY];
    double[] upTo = new double[VOCABULARY];
    double sum = 0;
    for (int i = 0; i < VOCABULARY; i++) {
      words[i] = word(random, 1 + (int) Math.round(Math.log10(i + 1.0)));
      sum += 1.0 / (i + 3);
      upTo[i] = sum;
    }
    int word = 0;
    for (int i = 0; i < DRAWS; i++) {
      while (word < VOCABULARY - 1 && upTo[word] / sum < (i + 0.5) / DRAWS) {
        word++;
      }
      draws[i] = words[word];
    }
  }

  private static String word(SplittableRandom random, int syllables) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < syllables; i++) {
      word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())))
          .append(VOWELS.charAt(random.nextInt(VOWELS.length())));
    }
    return word.append(random.nextBoolean() ? "n" : "").toString();
  }

  String text(int number) {
    SplittableRandom random = new SplittableRandom(number);
    StringBuilder text = new StringBuilder(length + 16);
    while (text.length() < length) {
      text.append(draws[random.nextInt(DRAWS)]).append(random.nextInt(12) == 0 ? ". " : " ");
    }
    return text.toString();
  }

  /// The body a chat server answers with.
  String body(int number) {
    return """
        {"id":"chatcmpl-%d","object":"chat.completion","created":1700000000,"model":"bench","choices":[{"index":0,\
        "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],"usage":{"prompt_tokens":21,\
        "completion_tokens":330,"total_tokens":351}}""".formatted(number, text(number));
  }
}
