package dev.retort.steps;

import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.List;

/// A chat taken apart: what stands before the first user turn, and the exchanges.
///
/// @param system the system messages at the head
/// @param greeting assistant messages before any user turn
/// @param exchanges a user turn each, with what followed it up to the next user turn
record RespondChat(List<Message> system, List<Message> greeting, List<Exchange> exchanges) {

  RespondChat {
    system = List.copyOf(system);
    greeting = List.copyOf(greeting);
    exchanges = List.copyOf(exchanges);
  }

  /// @param user the user turn
  /// @param answer the assistant's messages, tool calls and tool results that followed it; may be empty
  record Exchange(Message user, List<Message> answer) {
    Exchange {
      answer = List.copyOf(answer);
    }

    List<Message> messages() {
      List<Message> all = new ArrayList<>();
      all.add(user);
      all.addAll(answer);
      return all;
    }
  }

  static RespondChat parse(List<Message> messages) {
    List<Message> system = new ArrayList<>();
    List<Message> greeting = new ArrayList<>();
    List<Exchange> exchanges = new ArrayList<>();
    List<Message> answer = new ArrayList<>();
    Message user = null;
    for (Message message : messages) {
      if (message.is("user")) {
        if (user != null) {
          exchanges.add(new Exchange(user, answer));
          answer.clear();
        }
        user = message;
      } else if (user != null) {
        answer.add(message);
      } else if (message.is("system")) {
        system.add(message);
      } else {
        greeting.add(message);
      }
    }
    if (user != null) {
      exchanges.add(new Exchange(user, answer));
    }
    return new RespondChat(system, greeting, exchanges);
  }

  /// Whether a user turn before the last has no answer.
  boolean lacksAnswers() {
    for (int i = 0; i + 1 < exchanges.size(); i++) {
      if (exchanges.get(i).answer().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /// Whether the last user turn has no answer, so that the number of turns is odd.
  boolean endsWithUser() {
    return !exchanges.isEmpty() && exchanges.getLast().answer().isEmpty();
  }
}
