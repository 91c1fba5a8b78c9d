package dev.retort.teacher;

import dev.retort.row.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a model is asked, free of any provider's format.
public sealed interface Request {

  /// The next assistant message of a chat.
  /// @param jsonSchema JSON Schema text the answer must satisfy
  /// @param told how the server is told the schema, where there is one
  record Chat(List<Message> messages, Sampling sampling, @Nullable String jsonSchema, Telling told) implements Request {
    public Chat {
      messages = List.copyOf(messages);
    }

    public Chat(List<Message> messages, Sampling sampling, @Nullable String jsonSchema) {
      this(messages, sampling, jsonSchema, Telling.RESPONSE_FORMAT);
    }

    public Chat(List<Message> messages, Sampling sampling) {
      this(messages, sampling, null);
    }

    public Chat told(Telling way) {
      return new Chat(messages, sampling, jsonSchema, way);
    }
  }

  /// The continuation of a text.
  record Completion(String prompt, Sampling sampling) implements Request {}

  /// How many tokens a text is.
  /// @param addSpecial whether the model's own beginning-of-text token counts
  record Tokenize(String text, boolean addSpecial) implements Request {}

  /// One vector a text.
  record Embed(List<String> texts) implements Request {
    public Embed {
      texts = List.copyOf(texts);
    }
  }
}
