package dev.retort.app.study;

import dev.retort.app.report.SideBySide;
import dev.retort.app.report.SideBySide.Answer;
import dev.retort.app.report.SideBySide.Turn;
import dev.retort.study.Names;
import dev.retort.study.Paired;
import dev.retort.study.SimilaritySheet;
import dev.retort.study.TeacherStudy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// A few prompts with what every teacher answered, for reading.
final class Reader {
  private static final int MOST = 10;

  private Reader() {}

  /// Evenly spread from the prompt that teachers answered most alike to the one they answered least alike.
  static List<SideBySide> of(TeacherStudy study, Paired paired, Names names) {
    SimilaritySheet similarity = study.similarity();
    double[] alike = similarity == null ? new double[paired.prompts().size()] : similarity.byPrompt();
    Comparator<Integer> most = Comparator.comparingDouble((Integer prompt) -> -alike[prompt]);
    List<Integer> order = IntStream.range(0, alike.length).filter(prompt -> !Double.isNaN(alike[prompt])).boxed()
        .sorted(most.thenComparing(Comparator.naturalOrder())).toList();
    List<SideBySide> sides = new ArrayList<>();
    int shown = Math.min(MOST, order.size());
    for (int i = 0; i < shown; i++) {
      int prompt = order.get(shown == 1 ? 0 : (int) ((long) i * (order.size() - 1) / (shown - 1)));
      sides.add(side(paired, names, prompt));
    }
    return sides;
  }

  private static SideBySide side(Paired paired, Names names, int prompt) {
    List<Answer> answers = new ArrayList<>();
    for (int a = 0; a < paired.authors().size(); a++) {
      String text = paired.texts()[a][prompt];
      answers.add(new Answer(names.label(paired.authors().get(a)), text == null ? "" : text,
          text == null ? "no answer" : ""));
    }
    return new SideBySide(List.of(new Turn("user", paired.prompts().get(prompt))), answers);
  }
}
