package dev.retort.teacher.openai;

import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.Request;
import dev.retort.teacher.structured.Instruction;
import dev.retort.teacher.structured.StrictSchema;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts the JSON Schema of an answer into a request, in the way the server takes it.
final class SchemaFields {
  private SchemaFields() {}

  /// The chat's messages, with the schema in words where it is told so.
  static List<Message> messages(Request.Chat chat) {
    String schema = chat.jsonSchema();
    if (schema == null) {
      return chat.messages();
    }
    return switch (chat.told()) {
      case JSON_OBJECT, PROMPT -> Instruction.added(chat.messages(), schema);
      case RESPONSE_FORMAT, GUIDED_JSON, STRUCTURED_OUTPUTS, GRAMMAR -> chat.messages();
    };
  }

  /// @param schema whose properties keep their order, since models write them in it
  static void put(ObjectNode body, Request.Chat chat, JsonNode schema) {
    switch (chat.told()) {
      case RESPONSE_FORMAT -> {
        ObjectNode format = body.putObject("response_format").put("type", "json_schema").putObject("json_schema")
            .put("name", "answer");
        format.set("schema", Json.asWritten(schema));
        if (StrictSchema.is(schema)) {
          format.put("strict", true);
        }
      }
      case JSON_OBJECT -> body.putObject("response_format").put("type", "json_object");
      case GUIDED_JSON -> body.set("guided_json", Json.asWritten(schema));
      case STRUCTURED_OUTPUTS -> body.putObject("structured_outputs").set("json", Json.asWritten(schema));
      case GRAMMAR -> body.set("json_schema", Json.asWritten(schema));
      case PROMPT -> {
      }
    }
  }
}
