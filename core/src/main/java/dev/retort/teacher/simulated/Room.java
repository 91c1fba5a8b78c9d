package dev.retort.teacher.simulated;

/// How many tokens an answer may take.
final class Room {
  private Room() {}

  /// @throws BadAsk when prompt and answer do not fit the window
  static int of(Body body, Persona persona, int promptTokens) {
    int window = persona.pace().window();
    int older = body.integer("max_tokens", -1, 1, Integer.MAX_VALUE);
    int wanted = body.integer("max_completion_tokens", older, 1, Integer.MAX_VALUE);
    if ((long) promptTokens + Math.max(1, wanted) > window) {
      throw new BadAsk(400, "context_length_exceeded",
          "%s sees at most %d tokens: the prompt has %d and %d more were wanted for the answer".formatted(
              persona.name(), window, promptTokens, Math.max(1, wanted)));
    }
    return wanted < 0 ? window - promptTokens : wanted;
  }
}
