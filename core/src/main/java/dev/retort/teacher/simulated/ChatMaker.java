package dev.retort.teacher.simulated;

import static dev.retort.teacher.simulated.Draw.one;

import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes chats whose user turns are tasks, plain prompts and follow-ups, with assistant turns between them.
public final class ChatMaker {
  public static final String PLAIN = "plain";
  /// What a chat may end in.
  public static final List<String> FAMILIES = Stream
      .concat(Stream.of(PLAIN), Arrays.stream(Family.values()).map(Family::word)).toList();

  private static final List<String> QUESTIONS = List.of("What should a beginner know about %s?",
      "Explain %s to a child of ten.", "Why do people care about %s?", "Tell me a short story about %s.",
      "What are the pleasures and the troubles of %s?", "Compare %s with %s.",
      "I have a free weekend and want to spend it on %s. Where do I start?", "Write a letter to a friend about %s.",
      "What would change in a town that took %s seriously?", "How did %s become what it is today?");
  private static final List<String> FOLLOW_UPS = List.of("Could you say that more simply?",
      "What did you leave out?", "Give me an example.", "And what would you do first?",
      "That is helpful. Can you go deeper?", "Please make it shorter.");
  private static final List<String> DOUBTS = List.of("Are you sure?", "Could you check that again?",
      "Is that really correct?");

  private final long seed;
  private final String step;
  private final int turns;
  private final List<String> families;

  /// @param turns most user turns of a chat
  /// @param families of [#FAMILIES], drawn alike
  public ChatMaker(long seed, String step, int turns, List<String> families) {
    this.seed = seed;
    this.step = step;
    this.turns = turns;
    this.families = List.copyOf(families);
  }

  /// A chat.
  /// @param answer to its last user turn; null for a plain one
  public record Made(List<Message> messages, String family, @Nullable String answer) {
    public Made {
      messages = List.copyOf(messages);
    }
  }

  /// The chat of that number, from 0.
  public Made chat(long number) {
    RandomGenerator random = Draw.of(seed, "chat", step, Long.toString(number));
    String family = one(random, families);
    int many = 1 + random.nextInt(turns);
    Persona persona = one(random, Persona.ALL.stream()
        .filter(one -> one.style().thinking() == Persona.Thinking.NONE).collect(Collectors.toList()));
    List<Message> messages = new ArrayList<>();
    for (int turn = 1; turn < many; turn++) {
      add(messages, persona, earlier(random, messages), random);
    }
    if (family.equals(PLAIN)) {
      add(messages, persona, many > 1 && random.nextBoolean() ? followUp(random, messages) : question(random), random);
      return new Made(messages, family, null);
    }
    Task task = Tasks.generate(Family.valueOf(family.toUpperCase(Locale.ROOT)), random.nextLong());
    add(messages, persona, task.prompt(), random);
    return new Made(messages, family, task.answer());
  }

  private static void add(List<Message> messages, Persona persona, String prompt, RandomGenerator random) {
    messages.add(Message.user(prompt));
    messages.add(Message.assistant(new Speaker(persona, random).say(messages).text()));
  }

  private static String earlier(RandomGenerator random, List<Message> messages) {
    return switch (random.nextInt(messages.isEmpty() ? 2 : 3)) {
      case 0 -> question(random);
      case 1 -> Tasks.generate(one(random, List.of(Family.values())), random.nextLong()).prompt();
      default -> followUp(random, messages);
    };
  }

  private static String followUp(RandomGenerator random, List<Message> messages) {
    boolean task = Tasks.solve(messages.get(messages.size() - 2).content()) != null;
    return one(random, task ? DOUBTS : FOLLOW_UPS);
  }

  private static String question(RandomGenerator random) {
    return one(random, QUESTIONS).formatted(one(random, Words.TOPICS), one(random, Words.TOPICS));
  }
}
