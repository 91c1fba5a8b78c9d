package dev.retort.app.study;

import dev.retort.app.report.Words;
import dev.retort.measure.statistics.BradleyTerry;
import dev.retort.study.VerdictSheet;
import dev.retort.study.VerdictSheet.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// What the run's own judges said, in words.
public final class VerdictWords {
  private VerdictWords() {}

  /// `chatty in compare (simulated judge)`.
  public static String title(VerdictSheet.By by) {
    return "%s in %s%s".formatted(by.judge(), by.step(), by.simulated() ? " (simulated judge)" : "");
  }

  /// What can be said of strengths, and what cannot; empty where all is as usual.
  public static String standing(StudyData data, Standing standing) {
    return switch (standing) {
      case Standing.Bounded bounded -> bounded.penalised() == 0
          ? ""
          : "In %s of %s resamples no finite strengths exist, and a penalty of %s held them back: the outer ends of"
              .formatted(Words.number(bounded.penalised()),
                  Words.number(data.study().basis().draws().resamples()), penalty())
              + " their intervals say little.";
      case Standing.Unbounded unbounded ->
        "No finite strengths exist: of %s, those named earlier never lost to those named later. A penalty of %s held them"
            .formatted(groups(data, unbounded.tiers()), penalty())
            + " back, so their order says something and their size does not.";
      case Standing.Apart apart ->
        "No strengths can be told: no chain of verdicts connects %s.".formatted(groups(data, apart.groups()));
      case Standing.None _ -> "No verdict was decided, so there are no win rates and no strengths.";
    };
  }

  private static String penalty() {
    return StudyWords.number(BradleyTerry.PENALTY);
  }

  private static String groups(StudyData data, List<List<String>> groups) {
    return String.join(" and ", groups.stream()
        .map(group -> "(" + String.join(", ", group.stream().map(data::label).toList()) + ")").toList());
  }

  /// Where every verdict went.
  public static List<String> audit(VerdictSheet sheet) {
    VerdictSheet.Audit audit = sheet.audit();
    List<String> words = new ArrayList<>();
    String what = sheet.by().ranked() ? "ranking" : "comparison";
    words.add("%s by %s: %s of two answers in %s; %s decided, %s inconsistent, %s undecided.".formatted(
        sheet.by().step(), sheet.by().judge(), StudyWords.counted(audit.pairs(), "verdict"),
        StudyWords.counted(audit.rows(), what), both(sheet, VerdictSheet.Tally::decided),
        both(sheet, VerdictSheet.Tally::inconsistent), both(sheet, VerdictSheet.Tally::undecided)));
    for (Map.Entry<String, Long> left : audit.left().entrySet()) {
      words.add("%s left out: %s.".formatted(Words.number(left.getValue()), left.getKey()));
    }
    for (Map.Entry<String, Long> without : audit.without().entrySet()) {
      words.add("%s more without a verdict: %s.".formatted(StudyWords.counted(without.getValue(), what),
          without.getKey()));
    }
    return words;
  }

  /// A verdict stands in the tallies of two teachers.
  private static String both(VerdictSheet sheet, ToLongFunction<VerdictSheet.Tally> part) {
    return Words.number(sheet.lines().stream().map(VerdictSheet.Line::tally).mapToLong(part).sum() / 2);
  }

  /// What is to be known of the judges before their win rates are believed.
  public static List<String> limits(StudyData data) {
    List<VerdictSheet> sheets = data.study().verdicts();
    List<String> limits = new ArrayList<>();
    if (sheets.isEmpty()) {
      return limits;
    }
    limits.add("Win rates over all opponents are a judge's view. Judges favour long answers and their own family, and"
        + " nothing here takes that out. The favour for a place is lessened where both orders were asked, since pairs on"
        + " which they contradict each other are left out.");
    List<String> simulated = judges(sheets.stream().filter(sheet -> sheet.by().simulated()).toList());
    if (!simulated.isEmpty()) {
      limits.add("Simulated judge: %s. What it says tells nothing about any answer.".formatted(
          String.join(", ", simulated.stream().map(data::label).toList())));
    }
    List<String> own = judges(sheets.stream().filter(VerdictWords::ofItself).toList());
    if (!own.isEmpty()) {
      limits.add("%s compared %s own answers with others', too, and may favour them.".formatted(
          String.join(" and ", own.stream().map(data::label).toList()), own.size() == 1 ? "its" : "their"));
    }
    return limits;
  }

  private static List<String> judges(List<VerdictSheet> sheets) {
    return sheets.stream().map(sheet -> sheet.by().judge()).distinct().toList();
  }

  private static boolean ofItself(VerdictSheet sheet) {
    return sheet.lines().stream().anyMatch(line -> line.teacher().equals(sheet.by().judge()));
  }

  /// Teachers without a decided verdict.
  public static List<String> notJudged(StudyData data, VerdictSheet sheet) {
    List<String> judged = sheet.lines().stream().filter(line -> line.winRate() != null)
        .map(VerdictSheet.Line::teacher).toList();
    return data.study().basis().teachers().stream().filter(teacher -> !judged.contains(teacher)).map(data::label)
        .toList();
  }

  /// All that is to be said below a table: of strengths, of the verdicts, of who was not judged.
  public static List<String> below(StudyData data, VerdictSheet sheet) {
    List<String> words = new ArrayList<>();
    String standing = standing(data, sheet.standing());
    if (!standing.isEmpty()) {
      words.add(standing);
    }
    words.addAll(audit(sheet));
    List<String> none = notJudged(data, sheet);
    if (!none.isEmpty()) {
      words.add("Not judged: %s.".formatted(String.join(", ", none)));
    }
    return words;
  }
}
