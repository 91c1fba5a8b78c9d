package dev.retort.study;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Answers of several authors to the same prompts.
///
/// @param authors in order
/// @param prompts their texts
/// @param texts by author and prompt; null where there is no answer. Not to be changed
/// @param columns names of the scores
/// @param scores by column, author and prompt; NaN where there is none. Not to be changed
/// @param sample which of the prompts these are
@SuppressWarnings("ArrayRecordComponent")
public record Paired(List<String> authors, List<String> prompts, @Nullable String[][] texts, List<String> columns,
    double[][][] scores, Sample sample) {

  public Paired {
    authors = List.copyOf(authors);
    prompts = List.copyOf(prompts);
    columns = List.copyOf(columns);
  }

  /// @param drawn whether these are a random sample
  /// @param all how many prompts there are; about so many where a sample was drawn
  /// @param repeated further answers of an author to a prompt, which are not looked at
  /// @param ids of the prompts, in order
  public record Sample(boolean drawn, long all, long repeated, List<String> ids) {
    public Sample {
      ids = List.copyOf(ids);
    }
  }

  /// What one author answered, without the prompts it did not.
  public List<String> answers(int author) {
    return Arrays.stream(texts[author]).filter(Objects::nonNull).map(String::valueOf).toList();
  }

  /// Prompts that every author answered.
  public int answeredByAll() {
    int all = 0;
    for (int p = 0; p < prompts.size(); p++) {
      int given = 0;
      for (@Nullable
      String[] ofAuthor : texts) {
        given += ofAuthor[p] == null ? 0 : 1;
      }
      all += given == authors.size() ? 1 : 0;
    }
    return all;
  }
}
