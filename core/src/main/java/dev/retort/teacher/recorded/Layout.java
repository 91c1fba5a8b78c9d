package dev.retort.teacher.recorded;

import dev.retort.files.Records;
import dev.retort.row.JsonTree;
import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where in a row the prompt and the answer stand.
///
/// @param prompt column of a text, or of a list of messages
/// @param response column of the answer's text; null where the assistant turns of the messages are the answers
record Layout(String prompt, @Nullable String response) {

  /// A question and its answer.
  /// @param key as [PromptKey] makes it
  record Answer(String key, String text, String served) {}

  /// The layout named, or recognised by a row's columns; null when none fits.
  static @Nullable Layout of(Map<String, @Nullable Object> row, @Nullable String prompt, @Nullable String response) {
    String asked = prompt;
    for (String name : List.of("instruction", "prompt", "messages")) {
      asked = asked == null && row.containsKey(name) ? name : asked;
    }
    if (asked == null || !row.containsKey(asked)) {
      return null;
    }
    String answered = response;
    for (String name : List.of("output", "response", "completion")) {
      answered = answered == null && row.get(name) instanceof String ? name : answered;
    }
    boolean messages = row.get(asked) instanceof List;
    if (answered == null && !messages || answered != null && !row.containsKey(answered)) {
      return null;
    }
    return new Layout(asked, answered);
  }

  /// The answers of one row: one, or one for each assistant turn of a chat.
  /// @throws IllegalArgumentException saying what is wrong with the row
  List<Answer> answers(Map<String, @Nullable Object> row) {
    String served = row.get("generator") instanceof String name ? name : "";
    if (row.get(prompt) instanceof List<?> asked) {
      List<Message> chat = messages(asked);
      return response == null
          ? turns(chat, served)
          : List.of(new Answer(PromptKey.of(chat), text(row, response), served));
    }
    String question = text(row, prompt);
    String input = prompt.equals("instruction") && row.get("input") instanceof String more ? more : "";
    return List.of(new Answer(PromptKey.of(input.isEmpty() ? question : question + "\n" + input),
        text(row, response == null ? "response" : response), served));
  }

  private static List<Answer> turns(List<Message> chat, String served) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 1; i < chat.size(); i++) {
      if (chat.get(i).is("assistant")) {
        answers.add(new Answer(PromptKey.of(chat.subList(0, i)), chat.get(i).content(), served));
      }
    }
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("found a chat without an answer");
    }
    return answers;
  }

  private static String text(Map<String, @Nullable Object> row, String column) {
    if (row.get(column) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(
        "found %s in column '%s', wanted a text".formatted(Records.kind(row.get(column)), column));
  }

  private static List<Message> messages(List<?> list) {
    List<Message> messages = new ArrayList<>();
    for (Object entry : list) {
      if (!(entry instanceof Map<?, ?> map && map.get("role") instanceof String role
          && map.get("content") instanceof String content)) {
        throw new IllegalArgumentException("found a message without a text `role` or `content`");
      }
      messages.add(new Message(role, content, map.get("tool_calls") instanceof List<?> calls
          ? JsonTree.canonical(calls)
          : null, map.get("tool_call_id") instanceof String call ? call : null));
    }
    return messages;
  }
}
