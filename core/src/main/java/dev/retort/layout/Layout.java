package dev.retort.layout;

import dev.retort.row.Message;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A way in which records hold a chat. Values are as [dev.retort.row.JsonTree] has them.
public sealed interface Layout permits Turns, Exchanges, Fields, UserTurns {

  /// The keys the chat is made of; `messages` takes their place.
  Set<String> consumes();

  /// The record's chat, of one message or more.
  /// @throws NotInLayout when the record has no such chat
  List<Message> read(Map<String, @Nullable Object> record) throws NotInLayout;

  /// The keys and values that hold the chat.
  /// @throws NotInLayout when the layout has no place for a part of the chat
  Map<String, @Nullable Object> write(List<Message> messages) throws NotInLayout;
}
