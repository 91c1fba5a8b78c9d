package dev.retort.teacher.hosted;

import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.http.StreamAssembly;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How one company's API writes chats and answers. Pure, but for the assembly of a stream.
public interface HostedFormat {

  /// The teacher kind's name, for messages.
  String kind();

  /// The body of a request in canonical JSON.
  /// @throws dev.retort.UserError naming what was asked for that the API cannot do
  String canonical(Request.Chat chat);

  /// Where a canonical request goes, and what is sent.
  Way way(String canonical, boolean stream);

  /// @throws dev.retort.teacher.CallFailed as [dev.retort.teacher.Endpoint#read] does, but for the model's name
  Reply read(String body);

  StreamAssembly assembly();

  /// The page that describes the model, below the base URL; null where there is none.
  @Nullable
  String modelPath();

  /// The window that page states.
  OptionalInt window(JsonNode model);

  /// @param path below the base URL
  record Way(String path, String body) {}
}
