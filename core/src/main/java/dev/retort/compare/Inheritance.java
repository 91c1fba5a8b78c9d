package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.measure.statistics.Resamples;
import dev.retort.measure.style.Heritability;
import dev.retort.measure.style.StyleOptions;
import dev.retort.measure.style.StyleProfile;
import dev.retort.recipe.Wording;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a student writes like its own teacher, more than like another, over the prompts all three have answered.
///
/// @param trio who is who
/// @param draw which prompts are measured where there are more, and the seed of resamples and permutations
public record Inheritance(TextSource source, Trio trio, Draw draw) {

  /// Authors by their names in the files.
  ///
  /// @param teacher the student's own
  /// @param other a teacher the student has not learnt from
  public record Trio(String student, String teacher, String other) {}

  /// What was found.
  ///
  /// @param prompts how many all three have answered
  public record Report(Trio trio, int prompts, ReadCounts read, Heritability heritability) {}

  /// Reads, pairs and measures.
  /// @throws UserError when an author is not there, or there is no prompt that all three answered
  public Report measure(MeasureListener listener) {
    AnswerGathering gathering = new AnswerGathering(draw, new HeldText(Runtime.getRuntime().maxMemory()), null);
    ReadCounts read = source.read(true, gathering, listener);
    AnswerSheet sheet = gathering.sheet();
    @Nullable
    String[] student = answers("--student", trio.student, sheet);
    @Nullable
    String[] teacher = answers("--teacher", trio.teacher, sheet);
    @Nullable
    String[] other = answers("--other", trio.other, sheet);
    List<List<String>> texts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int prompt = 0; prompt < student.length; prompt++) {
      String one = student[prompt];
      String two = teacher[prompt];
      String three = other[prompt];
      if (one != null && two != null && three != null) {
        texts.get(0).add(one);
        texts.get(1).add(two);
        texts.get(2).add(three);
      }
    }
    listener.stage("heritability", -1);
    return new Report(trio, texts.getFirst().size(), read, heritability(texts));
  }

  private Heritability heritability(List<List<String>> texts) {
    int prompts = texts.getFirst().size();
    if (prompts == 0) {
      throw new UserError(
          "--student: no prompt was answered by all of %s, %s and %s, once each. Name others, or name the"
              .formatted(trio.student, trio.teacher, trio.other) + " column of prompts with --prompt.");
    }
    List<StyleProfile> profiles = texts.stream().map(some -> StyleProfile.of(some, StyleOptions.english())).toList();
    return Heritability.of(profiles.get(0), profiles.get(1), profiles.get(2),
        Resamples.of(prompts, Similarity.RESAMPLES, draw.seed()), draw.seed());
  }

  private static @Nullable String[] answers(String option, String author, AnswerSheet sheet) {
    int at = sheet.authors().indexOf(author);
    if (at < 0) {
      throw new UserError("%s: no text is by '%s'. %s".formatted(option, author,
          Wording.instead(author, sheet.authors())));
    }
    return sheet.texts()[at];
  }
}
