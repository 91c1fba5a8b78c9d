package dev.retort.app.study;

import dev.retort.app.report.Words;
import dev.retort.measure.statistics.Measured;
import dev.retort.study.Comparison;
import dev.retort.study.PreferenceSheet;
import dev.retort.study.TeacherStudy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers of a study as its page and its Markdown write them.
public final class StudyWords {
  private static final String NOTHING = "–";

  private StudyWords() {}

  /// `0.483 (0.460–0.505)`: the value and its interval.
  public static String interval(@Nullable Measured measured) {
    return measured == null
        ? NOTHING
        : hasInterval(measured)
            ? "%s (%s)".formatted(number(measured.value()), range(measured))
            : number(measured.value());
  }

  /// Whether a value has an interval of some width to show.
  public static boolean hasInterval(Measured measured) {
    return measured.low() < measured.high();
  }

  /// `0.460–0.505`, or with a word between where a minus would be lost in the dash.
  public static String range(Measured measured) {
    return number(measured.low()) + (measured.low() < 0 ? " to " : "–") + number(measured.high());
  }

  /// Three decimals, fewer for large numbers.
  public static String number(double value) {
    if (Double.isInfinite(value)) {
      return value < 0 ? "−∞" : "∞";
    }
    double size = Math.abs(value);
    String form = size >= 1000 ? "%,.0f" : size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.3f";
    String text = String.format(Locale.ROOT, form, value);
    return (text.matches("-0[.0]*") ? text.substring(1) : text).replace('-', '−');
  }

  public static String usd(@Nullable BigDecimal usd) {
    return usd == null ? NOTHING : usd.toPlainString();
  }

  public static String count(@Nullable Long count) {
    return count == null ? NOTHING : Words.number(count);
  }

  public static String p(@Nullable Comparison comparison) {
    if (comparison == null) {
      return NOTHING;
    }
    return comparison.adjusted() < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", comparison.adjusted());
  }

  /// What the study is about, in one sentence.
  public static String basis(StudyData data) {
    TeacherStudy.Basis basis = data.study().basis();
    String prompts = basis.sample().drawn()
        ? "a random sample of %s of about %s prompts".formatted(Words.number(basis.prompts()),
            Words.number(basis.sample().all()))
        : "all %s prompts".formatted(Words.number(basis.prompts()));
    return "%s on %s, of which all of them answered %s. Intervals hold 95 %%: percentiles over %s resamples of prompts."
        .formatted(counted(basis.teachers().size(), "teacher"), prompts, Words.number(basis.answeredByAll()),
            Words.number(basis.draws().resamples()));
  }

  /// What the numbers do not say.
  public static List<String> limits(StudyData data) {
    List<String> limits = new ArrayList<>();
    limits.add("Whether a student trained on a teacher's answers gets better was not measured. A teacher that a judge"
        + " likes need not be the one to learn from.");
    PreferenceSheet preferences = data.study().preferences();
    if (preferences != null) {
      limits.add("Win rates are a judge's view. Judges favour long answers, the answer they see first, and their own"
          + " family; nothing here takes that out.");
    }
    limits.addAll(VerdictWords.limits(data));
    if (data.quality().isEmpty()) {
      limits.add(
          "Quality was not measured: the run has no column of scores, no verdict of a judge, and no file of judgements was given.");
    } else if (!data.study().scores().isEmpty() && preferences == null) {
      limits.add("Scores are those the run's own steps gave; whether they agree with people was not measured.");
    }
    List<String> own = judgesOfThemselves(data);
    if (!own.isEmpty()) {
      limits.add("%s graded %s own answers, too, and may favour them.".formatted(String.join(" and ", own),
          own.size() == 1 ? "its" : "their"));
    }
    limits
        .add("Similarity counts words in common (ROUGE-L); answers that say the same in other words count as unlike.");
    limits.add("Diversity and style say how answers are worded, not whether they are right.");
    if (data.teachers().stream().noneMatch(line -> line.sheet().speed() != null)) {
      limits.add("Speed was not measured: no teacher's calls were timed, as where answers are recorded.");
    }
    if (data.teachers().stream().allMatch(line -> line.cost().usd() == null)) {
      limits.add(
          "Cost is not known: no price is stated of any teacher; recorded answers have none. No cost-quality plot is"
              + " drawn, since nothing is called free that was not.");
    }
    return limits;
  }

  /// Teachers whose own answers are among those they scored.
  private static List<String> judgesOfThemselves(StudyData data) {
    List<String> own = new ArrayList<>();
    for (TeacherLine line : data.teachers()) {
      boolean judge = data.study().scores().stream().anyMatch(sheet -> sheet.column().endsWith(" by " + line.name()));
      if (judge) {
        own.add(line.label());
      }
    }
    return own;
  }

  static String counted(long count, String what) {
    return Words.number(count) + " " + what + (count == 1 ? "" : "s");
  }

  /// How many rows of the files were used, and what became of the rest.
  public static List<String> audit(PreferenceSheet.Audit audit) {
    List<String> words = new ArrayList<>();
    words.add("%s judgements in %s; %s of them count here, undecided ones among them.".formatted(
        Words.number(audit.rows()), counted(audit.files(), "file"), Words.number(audit.used())));
    audit.left().forEach((why, count) -> words.add("%s left out: %s.".formatted(Words.number(count), why)));
    audit.misnamed().forEach(sentence -> words.add(sentence + "."));
    return words;
  }
}
