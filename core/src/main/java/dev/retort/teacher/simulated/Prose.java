package dev.retort.teacher.simulated;

import static dev.retort.teacher.simulated.Draw.one;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Writes about the words of a prompt in a voice of its own.
final class Prose {
  private final Persona.Style style;
  private final Phrases phrases;
  private final List<String> topics;
  private final RandomGenerator random;
  private final List<String> sentences = new ArrayList<>();
  private final List<String> aspects = new ArrayList<>();

  Prose(Persona.Style style, List<String> topics, RandomGenerator random) {
    this.style = style;
    this.phrases = Phrases.of(style.voice());
    this.topics = topics;
    this.random = random;
  }

  /// A whole answer of about the style's length; `first` begins it where it is not empty.
  String answer(String first) {
    List<String> said = new ArrayList<>();
    if (!first.isEmpty()) {
      said.add(first);
    }
    said.add(sentence(phrases.openers()));
    int wanted = style.words() * (80 + random.nextInt(41)) / 100;
    int words = Form.words(String.join(" ", said));
    while (words < wanted) {
      String next = sentence(phrases.sentences());
      said.add(next);
      words += Form.words(next);
    }
    said.add(sentence(phrases.closers()));
    return random.nextDouble() < style.markdown() ? markdown(said) : paragraphs(said);
  }

  /// A sentence of the body.
  String sentence() {
    return sentence(phrases.sentences());
  }

  private String sentence(List<String> pool) {
    String topic = one(random, topics);
    List<String> others = topics.stream().filter(other -> !other.equals(topic)).toList();
    String other = others.isEmpty() ? "the rest of it" : one(random, others);
    String made = (pool.size() > 3 ? next(sentences, pool) : one(random, pool)).formatted(topic, other,
        next(aspects, Phrases.ASPECTS));
    int first = made.offsetByCodePoints(0, 1);
    return made.substring(0, first).toUpperCase(Locale.ROOT) + made.substring(first);
  }

  /// The next card of a deck that is shuffled anew when it is used up, so that nothing comes twice in a row of them.
  private String next(List<String> deck, List<String> cards) {
    if (deck.isEmpty()) {
      deck.addAll(cards);
      Collections.shuffle(deck, random);
    }
    return deck.removeLast();
  }

  private String paragraphs(List<String> said) {
    StringBuilder out = new StringBuilder();
    int left = 3;
    for (String sentence : said) {
      if (!out.isEmpty()) {
        out.append(left == 0 ? "\n\n" : " ");
      }
      left = left == 0 ? 3 + random.nextInt(3) : left - 1;
      out.append(sentence);
    }
    return out.toString();
  }

  private String markdown(List<String> said) {
    String topic = topics.getFirst();
    StringBuilder out = new StringBuilder("## ").append(topic.substring(0, 1).toUpperCase(Locale.ROOT))
        .append(topic.substring(1)).append("\n\n").append(said.getFirst());
    int bullets = Math.min(4, Math.max(1, said.size() - 2));
    for (int i = 1; i < said.size(); i++) {
      if (i <= bullets) {
        out.append(i == 1 ? "\n\n- **" : "\n- **").append(next(aspects, Phrases.ASPECTS)).append("**: ");
      } else {
        out.append(i == bullets + 1 || i % 4 == 0 ? "\n\n" : " ");
      }
      out.append(said.get(i));
    }
    return out.toString();
  }
}
