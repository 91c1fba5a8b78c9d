package dev.retort.teacher.simulated;

import static dev.retort.teacher.simulated.Draw.one;

import dev.retort.row.Message;
import dev.retort.teacher.simulated.Persona.Thinking;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a character says next in a chat: a pure function of character, messages and randomness.
final class Speaker {
  private static final Pattern DOUBT = Pattern
      .compile("(?i)\\b(sure|check|again|correct|right|certain|really|wrong|mistake)\\b");
  private static final int SHORT = 12;

  private final Persona persona;
  private final RandomGenerator random;

  Speaker(Persona persona, RandomGenerator random) {
    this.persona = persona;
    this.random = random;
  }

  /// An answer and the reasoning before it; the reasoning is empty for characters that show none.
  record Spoken(String reasoning, String text) {}

  Spoken say(List<Message> messages) {
    String judged = new JudgeAnswers(persona, random).reply(messages);
    return judged != null ? new Spoken("", judged) : speak(messages);
  }

  private Spoken speak(List<Message> messages) {
    List<String> asked = messages.stream().filter(message -> message.is("user")).map(Message::content).toList();
    String last = asked.isEmpty() ? "" : asked.getLast();
    Task task = Tasks.solve(last);
    boolean right = task != null && random.nextDouble() < persona.skill(task.family());
    String text = task != null ? TaskAnswers.write(task, right, persona.style(), random) : plain(asked, last, messages);
    return switch (persona.style().thinking()) {
      case NONE -> new Spoken("", text);
      case FIELD -> new Spoken(reasoning(task, right, last), text);
      case INLINE -> new Spoken("", "<think>\n" + reasoning(task, right, last) + "\n</think>\n\n" + text);
    };
  }

  private String plain(List<String> asked, String last, List<Message> messages) {
    Task earlier = Form.words(last) <= SHORT && DOUBT.matcher(last).find() ? previousTask(asked) : null;
    if (earlier != null) {
      boolean right = random.nextDouble() < persona.skill(earlier.family());
      return TaskAnswers.again(earlier, right, persona.style(), random);
    }
    if (random.nextDouble() < persona.refusal()) {
      return one(random, Phrases.REFUSALS);
    }
    if (asked.size() < 2) {
      return new Prose(persona.style(), Topics.of(last), random).answer("");
    }
    String subject = asked.subList(0, asked.size() - 1).stream().filter(turn -> Tasks.solve(turn) == null)
        .max(Comparator.comparingInt(String::length)).orElse("");
    boolean followUp = Form.words(last) <= SHORT && !subject.isEmpty() && last.length() < subject.length();
    String before = subject.isEmpty() ? "your earlier question" : Topics.of(subject).getFirst();
    return new Prose(persona.style(), Topics.of(followUp ? subject : last), random).answer(back(before, messages));
  }

  private static @Nullable Task previousTask(List<String> asked) {
    return asked.size() < 2 ? null : Tasks.solve(asked.get(asked.size() - 2));
  }

  private String back(String topic, List<Message> messages) {
    boolean answered = messages.stream().anyMatch(message -> message.is("assistant"));
    List<String> ways = answered
        ? List.of("Going on from what I said about %s, there is more to add.",
            "I spoke of %s before, and this belongs to it.", "This takes us a step further than %s.")
        : List.of("You also asked about %s.", "Before this you mentioned %s.");
    return one(random, ways).formatted(topic);
  }

  private String reasoning(@Nullable Task task, boolean right, String last) {
    if (task == null) {
      return "The user wants to hear about %s. I will say what matters and stop there."
          .formatted(Topics.of(last).getFirst());
    }
    return "This is a question with one answer. I should %s.%s".formatted(task.working(),
        right ? " I check it once more, and it holds." : " I am in a hurry and do not check it.");
  }
}
