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
  /// @param exact whether the server must add no token of its own before the text; refused where it does or may
  record Completion(String prompt, Sampling sampling, boolean exact) implements Request {
    public Completion(String prompt, Sampling sampling) {
      this(prompt, sampling, false);
    }
  }

  /// How many tokens a text is.
  /// @param addSpecial whether the model's own beginning-of-text token counts
  record Tokenize(String text, boolean addSpecial) implements Request {}

  /// One vector a text.
  /// @param dimensions length of the vectors, for models that can shorten them; null for their own length
  record Embed(List<String> texts, @Nullable Integer dimensions) implements Request {
    public Embed {
      texts = List.copyOf(texts);
      if (dimensions != null && dimensions < 1) {
        throw new IllegalArgumentException("dimensions must be 1 or more, not " + dimensions);
      }
    }

    public Embed(List<String> texts) {
      this(texts, null);
    }
  }

  /// How well each document answers a query, as a reranker or cross-encoder sees it.
  record Score(String query, List<String> documents) implements Request {
    public Score {
      documents = List.copyOf(documents);
    }
  }

  /// What a reward model or a classifier says of a chat that ends with an answer.
  record Reward(List<Message> messages) implements Request {
    public Reward {
      messages = List.copyOf(messages);
    }
  }

  /// How likely each token of a text is after those before it.
  /// @param top how many of the likeliest tokens are told for each place, 0 to 20
  record PromptLogprobs(String text, int top) implements Request {
    public PromptLogprobs {
      if (top < 0 || top > 20) {
        throw new IllegalArgumentException("top must be 0 to 20, not " + top);
      }
    }
  }
}
