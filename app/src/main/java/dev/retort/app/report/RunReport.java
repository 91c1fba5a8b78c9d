package dev.retort.app.report;

import dev.retort.Retort;
import dev.retort.app.report.Overview.Asked;
import dev.retort.app.report.Overview.Output;
import dev.retort.app.report.ReportData.TermsRow;
import dev.retort.app.report.SideBySide.Answer;
import dev.retort.app.report.SideBySide.Turn;
import dev.retort.app.report.TeacherSheet.Speed;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.FinishedRun;
import dev.retort.run.LedgerStats;
import dev.retort.run.Opened;
import dev.retort.run.Plan;
import dev.retort.run.RunState;
import dev.retort.run.RunSummary;
import dev.retort.run.watch.Watched;
import dev.retort.step.OfModel;
import dev.retort.step.OfTable;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gathers what the report shows from the tables, the drops and the ledger of a run.
///
/// Answers are those of the last model step whose rows name a teacher and a response. One pass over its table, with
/// memory that does not grow with the rows.
public final class RunReport {
  private static final Set<String> LOOKING = Set.of("judge", "compare", "rank", "embed", "cluster_agent");
  private static final int PROMPTS = 10;

  private final Opened opened;
  private final RunSummary summary;
  private final List<LedgerStats> ledger;
  private final Map<String, TeacherTally> tallies = new LinkedHashMap<>();
  private final Map<String, List<Row>> prompts = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private Accepted accepted = Accepted.NONE;

  /// @param ledger statistics of the run's ledger
  public RunReport(Opened opened, RunSummary summary, List<LedgerStats> ledger) {
    this.opened = opened;
    this.summary = summary;
    this.ledger = ledger;
  }

  /// @param started when the run was begun
  public ReportData gather(FinishedRun finished, Instant started) {
    String step = answeringStep(finished);
    if (step != null) {
      opened.plan().teachers().keySet().forEach(teacher -> tallies.put(teacher, new TeacherTally()));
      count(finished, step);
    }
    if (opened.options().place().ledger() != null) {
      notes.add("The ledger is shared among runs, so latency and tokens/s are those of all of them.");
    }
    List<TeacherSheet> sheets = new ArrayList<>();
    tallies.forEach((teacher, tally) -> {
      if (tally.asked()) {
        sheets.add(tally.sheet(teacher, speed(teacher)));
      }
    });
    accepted = opened.plan().nodes().isEmpty()
        ? Accepted.NONE
        : Accepted.of(finished, opened.plan().nodes().getLast().name());
    long answers = tallies.values().stream().mapToLong(TeacherTally::given).sum();
    long simulated = tallies.values().stream().mapToLong(TeacherTally::simulated).sum();
    return new ReportData(overview(started, answers, simulated), summary.steps(), sheets, sideBySide(), terms(),
        new ReportData.Annex(runtime(), notes));
  }

  /// In the recipe's order; teachers that answer from files have no speed.
  private List<RuntimeSheet> runtime() {
    Map<String, Watched> watched = RunState.runtime(summary.folder());
    List<RuntimeSheet> runtime = new ArrayList<>();
    opened.plan().teachers().forEach((name, teacher) -> {
      if (teacher.backend().live()) {
        ledger.stream().filter(stats -> stats.teacher().equals(name)).forEach(
            stats -> runtime.add(new RuntimeSheet(name, stats, watched.get(name), teacher.backend().streams())));
      }
    });
    return runtime;
  }

  /// The last step that answers. Those that look at answers carry `teacher` and `response` along: their rows are as many
  /// as judges, and what failed there is the judge's failure.
  private @Nullable String answeringStep(FinishedRun finished) {
    Set<String> names = new HashSet<>(finished.steps());
    String found = null;
    for (Plan.Node node : opened.plan().nodes()) {
      boolean model = node.entry().step() instanceof OfModel && !LOOKING.contains(node.entry().kind());
      if (model && names.contains(node.name())) {
        Schema schema = finished.table(node.name()).schema();
        found = schema.has("teacher") && schema.has("response") ? node.name() : found;
      }
    }
    return found;
  }

  private void count(FinishedRun finished, String step) {
    try (OfTable.Rows rows = finished.scan(step)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        tally(Objects.requireNonNullElse(row.text("teacher"), "")).answer(row);
        remember(row);
      }
    }
    finished.drops(step, drop -> {
      if (drop.state().equals("failed")) {
        tally(drop.teacher()).failure(drop.reason());
      }
    });
  }

  private TeacherTally tally(String teacher) {
    return tallies.computeIfAbsent(teacher, name -> new TeacherTally());
  }

  private void remember(Row row) {
    String prompt = row.schema().has("prompt_id") ? row.text("prompt_id") : row.id();
    List<Row> answers = prompts.get(String.valueOf(prompt));
    if (answers == null && prompts.size() < PROMPTS) {
      answers = prompts.computeIfAbsent(String.valueOf(prompt), id -> new ArrayList<>());
    }
    if (answers != null && first(row)) {
      answers.add(row);
    }
  }

  private static boolean first(Row row) {
    return !row.schema().has("sample") || Objects.equals(row.get("sample"), 0L);
  }

  private @Nullable Speed speed(String teacher) {
    Teacher described = opened.plan().teachers().get(teacher);
    if (described == null || !described.backend().live()) {
      return null;
    }
    for (LedgerStats stats : ledger) {
      LedgerStats.Spread latency = stats.speed().latency();
      if (stats.teacher().equals(teacher) && latency != null) {
        return new Speed(latency.p50(), latency.p90(), stats.speed().tokensPerSecond(), stats.counts().failed());
      }
    }
    return null;
  }

  private Overview overview(Instant started, long answers, long simulated) {
    Asked asked = new Asked(opened.plan().recipe().recipe(), opened.plan().recipe().randomSeed(),
        opened.plan().recipe().intendedUse().name().toLowerCase(Locale.ROOT), Retort.VERSION);
    return new Overview(summary.run(), asked, started, summary.state(), summary.calls(),
        new Output(summary.export(), answers, simulated, accepted));
  }

  private List<SideBySide> sideBySide() {
    List<SideBySide> sides = new ArrayList<>();
    for (List<Row> rows : prompts.values()) {
      if (rows.isEmpty()) {
        continue;
      }
      List<Answer> answers = rows.stream().map(row -> new Answer(String.valueOf(row.text("teacher")),
          Objects.requireNonNullElse(row.text("response"), ""), remark(row))).toList();
      sides.add(new SideBySide(prompt(rows.getFirst()), answers));
    }
    return sides;
  }

  /// The chat up to the answer shown, as the first teacher saw it.
  private static List<Turn> prompt(Row row) {
    if (!row.schema().has("messages")) {
      return List.of();
    }
    List<Message> messages = Message.list(row, "messages");
    boolean answered = !messages.isEmpty() && messages.getLast().is("assistant");
    return messages.subList(0, answered ? messages.size() - 1 : messages.size()).stream()
        .map(message -> new Turn(message.role(), message.content())).toList();
  }

  private static String remark(Row row) {
    return TeacherTally.truncated(row) ? "cut at the token limit" : "";
  }

  private List<TermsRow> terms() {
    Use use = opened.plan().recipe().intendedUse();
    List<TermsRow> rows = new ArrayList<>();
    opened.plan().datasets().forEach((name, terms) -> rows.add(row(name, "dataset", terms, use)));
    opened.plan().teachers()
        .forEach((name, teacher) -> rows.add(row(name, "teacher", teacher.effectiveTerms(), use)));
    return rows;
  }

  private static TermsRow row(String name, String role, Terms terms, Use use) {
    return new TermsRow(name, role, terms.name(), terms.verdict(use).name().toLowerCase(Locale.ROOT), terms.basis());
  }
}
