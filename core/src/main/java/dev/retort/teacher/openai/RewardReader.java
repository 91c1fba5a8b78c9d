package dev.retort.teacher.openai;

import static dev.retort.teacher.http.ReplyJson.malformed;
import static dev.retort.teacher.http.ReplyJson.text;

import dev.retort.teacher.Reply;
import dev.retort.teacher.http.ReplyJson;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Reads what a reward model or a classifier says of one chat.
///
/// `/pooling` gives numbers, or rows of numbers where the model scores tokens or steps. `/classify` gives a probability a
/// class; its label becomes the text of the only choice.
/// Source: docs.vllm.ai/en/latest/serving/openai_compatible_server.html (pooling and classification API),
/// docs.vllm.ai/en/latest/models/pooling_models.html.
final class RewardReader {
  private RewardReader() {}

  static Reply read(String body) {
    JsonNode node = ReplyReader.object(body);
    List<JsonNode> entries = VectorReader.sorted(node.path("data"));
    if (entries.size() != 1) {
      throw malformed("%d rewards for one chat".formatted(entries.size()));
    }
    JsonNode entry = entries.getFirst();
    String label = text(entry, "label");
    JsonNode numbers = entry.has("probs") ? entry.path("probs") : entry.path("data");
    List<float[]> rows = numbers.path(0).isArray()
        ? StreamSupport.stream(numbers.spliterator(), false).map(VectorReader::vector).toList()
        : List.of(VectorReader.vector(numbers));
    List<Reply.Choice> choices = label.isEmpty()
        ? List.of()
        : List.of(new Reply.Choice(label, "", "", null, null));
    return new Reply(choices, ReplyReader.promptUsage(node), text(node, "model"), ReplyJson.simulated(node), rows);
  }
}
