package dev.retort.teacher;

/// How a server is told the JSON Schema its answer must fit.
public enum Telling {
  /// `response_format` of type `json_schema`; for servers of other kinds, the way they have.
  RESPONSE_FORMAT,
  /// `response_format` of type `json_object`, and the schema in words.
  JSON_OBJECT,
  /// vLLM's `guided_json`, which it had up to version 0.11.
  GUIDED_JSON,
  /// vLLM's `structured_outputs`, which took the place of `guided_json`.
  STRUCTURED_OUTPUTS,
  /// llama.cpp's `json_schema`, which it turns into a grammar.
  GRAMMAR,
  /// In words alone, at the end of the last user message.
  PROMPT
}
