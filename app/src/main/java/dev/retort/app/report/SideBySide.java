package dev.retort.app.report;

import java.util.List;

/// What teachers answered to one prompt.
///
/// @param prompt the chat they were given, in order
/// @param answers one a teacher, in the recipe's order
public record SideBySide(List<Turn> prompt, List<Answer> answers) {

  public SideBySide {
    prompt = List.copyOf(prompt);
    answers = List.copyOf(answers);
  }

  /// One message of the prompt.
  public record Turn(String role, String text) {}

  /// @param teacher who answered
  /// @param text the answer; empty when it failed
  /// @param remark what to know of it: `cut at the token limit`, `failed: timeout`; empty when there is nothing
  public record Answer(String teacher, String text, String remark) {}
}
