package dev.retort.steps;

import dev.retort.measure.judging.Families;
import dev.retort.measure.judging.Findings;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.Default;
import dev.retort.step.Inline;
import dev.retort.step.OfTable;
import dev.retort.step.StepName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes how far the judges can be trusted, and lets the rows go on as they came.
///
/// Of comparisons: how often the two orders disagree, the favour for the answer shown first, for the longer one and for
/// the judge's own family. Of scores: what goes with higher ones. Of rankings: the favour for a place. Where people's
/// labels stand beside: accuracy, Cohen's kappa and correlation. Each number has its sample and its 95 % interval; what
/// nobody measured is absent, and what could not be read is counted and in no other number. Several samples of a judge on
/// one row count as so many items, which makes intervals too narrow; the report says so where there are any.
///
/// Reads: what `judge`, `compare` and `rank` wrote, under the names given; or a column with verdicts that stood in a file
/// (then nothing is known of orders, and what is no label counts as undecided). The texts compared, for their lengths;
/// `human`: for comparisons labels, of which the majority counts (none without one), for scores ratings, of which the
/// mean counts.
///
/// Writes: `judge-report.json` and `judge-report.md` into `path`; the table that goes on is the one that came.
///
/// Drops: nothing.
///
/// Fails: nothing.
///
/// Cost: no model calls; one pass, memory bounded but for 16 bytes a rated response, for 100,000 of them at most.
///
/// Source: position bias after MT-Bench (arXiv 2306.05685) and Wang et al. (arXiv 2305.17926); the intervals after Wilson
/// (1927), Agresti and Min (2005), Fleiss, Cohen and Everitt (1969). docs/reference/measures/judging.md has the formulas.
///
/// ```yaml
/// - judge_report: {human: [annotator1, annotator2, annotator3], labels: {a: ["1"], b: ["2"], tie: ["0"]}}
/// ```
///
/// @param path a folder inside the run folder
/// @param of which columns hold the judges' words
/// @param about which columns hold what was judged
/// @param human columns with what people say; none when empty
/// @param labels how people's labels are written, and verdicts that stood in a file
/// @param families the family by a teacher's or model's name, where it is not the letters the model's name begins with
@StepName("judge_report")
public record JudgeReport(@Default("judging") String path, @Inline Of of, @Inline About about,
    @Default("[]") List<String> human, @Default("{}") Labels labels, @Default("{}") Map<String, String> families)
    implements
      OfTable {

  /// Where the judges' words stand.
  /// @param verdict the `into` of `compare`, or a column with verdicts; `verdict` where it comes in when absent
  /// @param score the `into` of `judge`; `score` where it comes in when absent
  /// @param rank the `into` of `rank`; `rank` where it comes in when absent
  public record Of(@Nullable String verdict, @Nullable String score, @Nullable String rank) {
    public static final Of USUAL = new Of(null, null, null);
  }

  /// Where what was judged stands.
  /// @param a the column with one answer of a pair
  /// @param b the column with the other
  /// @param teacherA a column with the name of the model that wrote a; `teacher_a` where it comes in when absent
  /// @param teacherB the same for b; `teacher_b` where it comes in when absent
  /// @param response the column with the response that has a score; as in `judge` when absent
  /// @param teacher a column with the name of the model that wrote it; `teacher` where it comes in when absent
  public record About(@Default("a") String a, @Default("b") String b, @Nullable String teacherA,
      @Nullable String teacherB, @Nullable String response, @Nullable String teacher) {
    public static final About USUAL = new About("a", "b", null, null, null, null);
  }

  /// How a label is written, upper or lower case; numbers as text. What `compare` wrote is known without.
  /// @param a words for a
  /// @param b words for b
  /// @param tie words for a tie
  public record Labels(@Default("[a, \"1\"]") List<String> a, @Default("[b, \"2\"]") List<String> b,
      @Default("[tie, \"0\"]") List<String> tie) {
    public static final Labels USUAL = new Labels(List.of("a", "1"), List.of("b", "2"), List.of("tie", "0"));

    public Labels {
      a = List.copyOf(a);
      b = List.copyOf(b);
      tie = List.copyOf(tie);
      Set<String> words = new HashSet<>();
      for (String word : Stream.of(a, b, tie).flatMap(List::stream).toList()) {
        if (!words.add(word.toLowerCase(Locale.ROOT))) {
          throw new IllegalArgumentException(
              "labels name '%s' twice, wanted each word to stand for one of a, b and tie.".formatted(word));
        }
      }
    }
  }

  /// With the names the judging steps write, and no labels of people.
  public static final JudgeReport USUAL = new JudgeReport("judging", Of.USUAL, About.USUAL, List.of(), Labels.USUAL,
      Map.of());

  public JudgeReport {
    human = List.copyOf(human);
    families = Map.copyOf(families);
    String wrong = ExportFolder.wrongPath(path);
    if (wrong != null) {
      throw new IllegalArgumentException("path " + wrong);
    }
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    JudgeReportRows reading = new JudgeReportRows(this, input, new Families(families));
    List<String> named = reading.named();
    named.forEach(name -> plan.need(input, "", name));
    reading.unfit().forEach(plan::problem);
    if (named.stream().allMatch(input::has) && reading.nothing()) {
      plan.problem("",
          "no column 'verdict', 'score' or 'rank' comes in, only %s. Name one, or put 'judge', 'compare' or "
              .formatted(input.names()) + "'rank' before it.");
    }
    for (String name : human) {
      if (input.has(name) && !(input.type(name) instanceof Type.Scalar)) {
        plan.problem("human", "column '%s' is %s, wanted labels or numbers.".formatted(name, input.type(name)));
      }
    }
    return input;
  }

  @Override
  public String exports() {
    return path;
  }

  /// What is known of the judges of rows.
  /// @param models what teachers run, by their names, as far as that is known
  Findings findings(Schema schema, Rows rows, Map<String, String> models) {
    JudgeReportRows reading = new JudgeReportRows(this, schema, new Families(families, models));
    for (Row row = rows.next(); row != null; row = rows.next()) {
      reading.add(row);
    }
    return reading.findings();
  }

  private static Map<String, String> models(Tables tables) {
    Map<String, String> models = new HashMap<>();
    tables.facts().teachers().forEach((name, teacher) -> {
      String model = teacher.backend().model();
      if (model != null) {
        models.put(name, model);
      }
    });
    return models;
  }

  @Override
  public Result apply(Data input, Tables tables) {
    Findings findings;
    try (Rows rows = tables.scan(input)) {
      findings = findings(input.schema(), rows, models(tables));
    }
    Path folder = tables.export(path);
    try {
      Files.writeString(folder.resolve("judge-report.json"), JudgeReportFiles.json(findings));
      Files.writeString(folder.resolve("judge-report.md"), JudgeReportFiles.markdown(findings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Result(input, input.rows(), input.rows());
  }
}
