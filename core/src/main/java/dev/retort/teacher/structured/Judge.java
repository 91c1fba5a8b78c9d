package dev.retort.teacher.structured;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// Says what is wrong with an answer. A pure function.
public interface Judge {

  /// Short messages, each beginning with the JSON pointer of the place; none where the answer fits.
  List<String> problems(JsonNode answer);
}
