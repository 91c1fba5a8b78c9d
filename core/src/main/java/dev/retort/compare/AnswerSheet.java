package dev.retort.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers by author and prompt: what can be held against each other, and how much cannot.
///
/// @param authors sorted
/// @param prompts in the order they were first read
/// @param texts by author and prompt; null where an author has no answer, or several that differ
/// @param pairing how each author stands to the others
/// @param beyond answers to prompts that were not drawn
public record AnswerSheet(List<String> authors, List<String> prompts, @Nullable String[][] texts,
    List<Pairing> pairing, long beyond) {
  public AnswerSheet {
    authors = List.copyOf(authors);
    prompts = List.copyOf(prompts);
    pairing = List.copyOf(pairing);
  }

  /// How one author's answers could be paired.
  ///
  /// @param answers prompts with an answer
  /// @param paired those that another author has answered, too
  /// @param missing prompts of others without an answer
  /// @param several prompts left out since their answers differ
  /// @param repeated answers that stood there a second time, word for word
  public record Pairing(String author, int answers, int paired, int missing, int several, long repeated) {

    /// Whether all of the author's answers stand against those of all others.
    public boolean whole() {
      return missing == 0 && several == 0 && repeated == 0 && paired == answers;
    }
  }
}
