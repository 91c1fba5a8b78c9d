package dev.retort.teacher.structured;

import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.List;

/// What models are told in words about the JSON that is wanted of them.
public final class Instruction {
  private static final int LONGEST_ANSWER = 6_000;

  private Instruction() {}

  /// The messages with the schema at the end of the last user message.
  public static List<Message> added(List<Message> messages, String schema) {
    String words = "Answer with one JSON value that fits this JSON Schema, and with nothing else: no words before or "
        + "after it, no code fence.\n" + schema;
    return appended(messages, words);
  }

  private static List<Message> appended(List<Message> messages, String words) {
    List<Message> told = new ArrayList<>(messages);
    for (int i = told.size() - 1; i >= 0; i--) {
      Message message = told.get(i);
      if (message.is("user")) {
        told.set(i, new Message(message.role(), message.content() + "\n\n" + words, message.toolCalls(),
            message.toolCallId()));
        return List.copyOf(told);
      }
    }
    told.add(Message.user(words));
    return List.copyOf(told);
  }

  /// The messages with an answer that would not do and what is wrong with it.
  static List<Message> again(List<Message> messages, String answer, String problem) {
    if (answer.isBlank()) {
      return appended(messages, "An earlier answer was empty. Give one.");
    }
    List<Message> again = new ArrayList<>(messages);
    boolean whole = answer.codePointCount(0, answer.length()) <= LONGEST_ANSWER;
    again.add(Message.assistant(whole ? answer : answer.substring(0, answer.offsetByCodePoints(0, LONGEST_ANSWER))));
    again
        .add(Message.user(("That answer cannot be used: %s.\nGive the whole answer again, corrected, as one JSON value "
            + "with no words around it.").formatted(problem)));
    return List.copyOf(again);
  }
}
