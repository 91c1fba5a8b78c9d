package dev.retort.teacher.simulated;

import static dev.retort.teacher.simulated.Draw.one;

import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Replies to whoever asks for a score, a verdict or a ranking of answers in tags.
///
/// An answer is worth more the more of the request's words it takes up, with some chance added. A character that minds
/// form little replies in prose now and then. `sim-chatty` takes the answer shown first in a fifth of its comparisons
/// whatever it holds, so that there is a favour to be found. None of it says anything about quality.
///
/// @param persona who judges
record JudgeAnswers(Persona persona, RandomGenerator random) {
  private static final Pattern WANTED = Pattern
      .compile("(?:line|lines) [`'](?<key>Score|Verdict|Ranking):");
  private static final Pattern FENCE = Pattern.compile("<(?:request|response\\w{0,3})(?<fence>-\\d{1,9}|)>");
  private static final Pattern WORD = Pattern.compile("\\p{L}{4,30}");
  private static final double FAVOUR = 0.2;
  private static final int LONGEST = 100_000;

  private static Pattern tagged(String tag, String fence) {
    return Pattern.compile("<(" + tag + fence + ")>\\n(?<text>.*?)\\n</\\1>", Pattern.DOTALL);
  }

  /// The reply; null where nothing of the kind is asked for.
  @Nullable
  String reply(List<Message> messages) {
    for (Message message : messages) {
      Matcher wanted = WANTED.matcher(message.content());
      if (message.is("user") && message.content().length() <= LONGEST && wanted.find()) {
        return reply(wanted.group("key"), message.content());
      }
    }
    return null;
  }

  private @Nullable String reply(String key, String content) {
    List<Double> worths = worths(content);
    if (worths.isEmpty() || !key.equals("Score") && worths.size() < 2) {
      return null;
    }
    if (random.nextDouble() < (1 - persona.skill(Family.FORMAT)) / 4) {
      return one(random, List.of("Quite good, on the whole.", "Both sides have their merits.", "That is hard to say."));
    }
    return switch (key) {
      case "Score" -> "Score: " + Math.clamp(Math.round(worths.getFirst()), 1, 10);
      case "Verdict" -> "Verdict: " + verdict(worths.get(0), worths.get(1));
      default -> "Ranking: " + ranking(worths);
    };
  }

  private String verdict(double first, double second) {
    boolean favours = persona.style().voice() == Persona.Voice.CHATTY && random.nextDouble() < FAVOUR;
    if (favours) {
      return "A";
    }
    return Math.abs(first - second) < 0.3 ? "tie" : first > second ? "A" : "B";
  }

  private static String ranking(List<Double> worths) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 1; i <= worths.size(); i++) {
      numbers.add(i);
    }
    numbers.sort((one, other) -> Double.compare(worths.get(other - 1), worths.get(one - 1)));
    return String.join(" > ", numbers.stream().map(String::valueOf).toList());
  }

  private List<Double> worths(String content) {
    Matcher first = FENCE.matcher(content);
    String fence = first.find() ? first.group("fence") : "";
    Matcher request = tagged("request", fence).matcher(content);
    Set<String> asked = request.find() ? words(request.group("text")) : Set.of();
    List<Double> worths = new ArrayList<>();
    Matcher response = tagged("response(?:_\\w{1,2})?", fence).matcher(content);
    while (response.find()) {
      Set<String> said = words(response.group("text"));
      said.retainAll(asked);
      double share = asked.isEmpty() ? 0.5 : (double) said.size() / asked.size();
      worths.add(3 + 5 * share + random.nextGaussian());
    }
    return worths;
  }

  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    WORD.matcher(text).results().forEach(word -> words.add(word.group().toLowerCase(Locale.ROOT)));
    return words;
  }
}
