package dev.retort.layout;

/// Layouts by the names recipes use.
public enum LayoutName {
  /// Recognised by the first records.
  AUTO,
  /// No chat: columns as they are.
  ROWS,
  /// `messages` of {role, content}.
  CHAT,
  /// `conversations` of {from, value}.
  SHAREGPT,
  /// `instruction`, `input`, `output`.
  ALPACA,
  /// `prompt`.
  PROMPT,
  /// `prompt` and `completion` or `response`.
  PROMPT_COMPLETION,
  /// `conversation_hash` and `conversation` of {role, content}.
  WILDCHAT,
  /// `instruction`, `output`, `generator`.
  ALPACA_EVAL,
  /// `history` of {user, bot}.
  HISTORY,
  /// `turns` of {speaker, utterance}.
  SPEAKER_TURNS,
  /// `turns` of texts, the user's only.
  USER_TURNS
}
