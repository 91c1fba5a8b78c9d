package dev.retort.teacher.simulated;

import dev.retort.teacher.simulated.Speaker.Spoken;
import java.util.List;

/// What is left of an answer after `stop` texts and `max_tokens`.
///
/// @param finish `stop` or `length`
/// @param tokens of reasoning and text
record Cut(String reasoning, String text, String finish, int tokens) {

  /// @param most tokens allowed for reasoning and text together
  static Cut of(Spoken spoken, int most, List<String> stops) {
    String text = spoken.text();
    for (String stop : stops) {
      int at = text.indexOf(stop);
      text = at < 0 ? text : text.substring(0, at);
    }
    int thought = Tokens.count(spoken.reasoning());
    int said = Tokens.count(text);
    if (thought + said <= most) {
      return new Cut(spoken.reasoning(), text, "stop", thought + said);
    }
    int left = Math.max(0, most - thought);
    return new Cut(Tokens.first(spoken.reasoning(), most), Tokens.first(text, left), "length", most);
  }
}
