package dev.retort.app.study;

import dev.retort.UserError;
import dev.retort.app.report.TeacherSheet.Speed;
import dev.retort.app.report.TeacherTally;
import dev.retort.app.report.Words;
import dev.retort.recipe.Catalogue;
import dev.retort.recipe.PreferenceFiles;
import dev.retort.recipe.RecipeReader;
import dev.retort.recipe.StudyOptions;
import dev.retort.run.FinishedRun;
import dev.retort.run.Ledger;
import dev.retort.run.LedgerStats;
import dev.retort.run.Run;
import dev.retort.run.TemporaryFolder;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.study.JudgementFiles;
import dev.retort.study.Paired;
import dev.retort.study.Pairwise;
import dev.retort.study.PreferenceSheet;
import dev.retort.study.Preferences;
import dev.retort.study.StudyMaking;
import dev.retort.study.TeacherStudy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the study of a run from its folder alone.
public final class RunStudy {
  private final StudyRequest request;
  private final RunFacts facts;
  private final StudyOptions options;
  private final Path base;
  private final List<String> notes = new ArrayList<>();

  private RunStudy(StudyRequest request, RunFacts facts, StudyOptions options, Path base) {
    this.request = request;
    this.facts = facts;
    this.options = options;
    this.base = base;
  }

  /// @throws UserError when the folder is no finished run's, or something asked for is not there
  public static StudyData of(StudyRequest request) {
    RunFacts facts = RunFacts.read(request.run());
    Path base = facts.about().base();
    Path current = Path.of("").toAbsolutePath();
    Map<String, String> set = new HashMap<>();
    facts.set().forEach((path, value) -> {
      if (path.equals("study") || path.startsWith("study.")) {
        set.put(path, value);
      }
    });
    set.putAll(request.set());
    StudyOptions said = new RecipeReader(Catalogue.load(List.of()), set, _ -> "")
        .study(request.run().resolve("recipe.yaml"), base == null ? current : base);
    PreferenceFiles files = said.preferences();
    StudyOptions options = request.preferences().isEmpty()
        ? said
        : said.with(files == null
            ? PreferenceFiles.of(request.preferences())
            : files.in(request.preferences()));
    boolean asked = !request.preferences().isEmpty();
    return new RunStudy(request, facts, options, asked || base == null ? current : base).make();
  }

  private StudyData make() {
    Path folder = request.run();
    try (TemporaryFolder work = TemporaryFolder.of("retort-study");
        FinishedRun finished = FinishedRun.open(folder, work.path())) {
      Gathered gathered = new Gathering(finished, facts, options).gather();
      Paired paired = gathered.paired();
      StudyMaking making = new StudyMaking(paired, facts.about().seed());
      TeacherStudy study = making.study(gathered.scoreSteps(), new Pairwise(preferences(gathered, making),
          new VerdictReading(finished, gathered, facts.models(), notes).sheets(making.resamples())));
      if (paired.sample().repeated() > 0) {
        notes.add("%d further answers of a teacher to a prompt were not looked at: the first one counts."
            .formatted(paired.sample().repeated()));
      }
      tellOfTheSilent(gathered);
      List<TeacherLine> lines = lines(gathered);
      if (lines.stream().anyMatch(RunStudy::moreAcceptedThanAnswered)) {
        notes
            .add("Accepted rows are more than answers: a step made several rows of one answer, as one for each judge.");
      }
      StudyData.Head head = new StudyData.Head(facts.about().run(), facts.about().state(), options.by(),
          gathered.steps().table(), facts.about().version());
      return new StudyData(head, lines, study, Reader.of(study, paired, gathered.names()), JudgeLine.read(folder),
          notes);
    }
  }

  /// Teachers that stand in no table, for they answered none of the prompts looked at.
  private void tellOfTheSilent(Gathered gathered) {
    gathered.tallies().forEach((teacher, tally) -> {
      if (!gathered.paired().authors().contains(teacher)) {
        notes.add("%s answered none of the prompts looked at, and stands in no table; failed: %s".formatted(teacher,
            Words.counts(tally.sheet(teacher, null).answers().failures())));
      }
    });
  }

  private static boolean moreAcceptedThanAnswered(TeacherLine line) {
    Long accepted = line.cost().accepted();
    return accepted != null && accepted > line.sheet().answers().given();
  }

  private @Nullable PreferenceSheet preferences(Gathered gathered, StudyMaking making) {
    PreferenceFiles files = options.preferences();
    if (files == null) {
      return null;
    }
    JudgementFiles reader = new JudgementFiles(files);
    Preferences preferences = new Preferences(gathered.paired().authors(), gathered.names(),
        gathered.paired().prompts(), files.scale());
    reader.files(base).forEach(file -> reader.read(file, preferences::add));
    reader.broken().forEach(notes::add);
    return preferences.sheet(making.resamples(), reader.unreadable());
  }

  private List<TeacherLine> lines(Gathered gathered) {
    Map<String, LedgerStats> ledger = ledger();
    Map<String, Long> accepted = gathered.accepted();
    List<TeacherLine> lines = new ArrayList<>();
    for (String teacher : gathered.paired().authors()) {
      TeacherTally tally = Objects.requireNonNull(gathered.tallies().get(teacher));
      TeacherLine.Cost cost = new TeacherLine.Cost(facts.usd(teacher, gathered.steps().answering()),
          accepted == null ? null : accepted.get(teacher));
      lines.add(new TeacherLine(teacher, gathered.names().label(teacher),
          tally.sheet(teacher, speed(teacher, ledger)), cost));
    }
    return lines;
  }

  /// The run's own ledger, by teacher; one that is shared among runs is not in the folder.
  private Map<String, LedgerStats> ledger() {
    Path file = request.run().resolve(Run.LEDGER);
    Map<String, LedgerStats> stats = new HashMap<>();
    if (!Files.exists(file)) {
      notes.add("The run's ledger is not in its folder, so speed is not told.");
      return stats;
    }
    try (Ledger ledger = SqliteLedger.open(file)) {
      ledger.stats().forEach(one -> stats.put(one.teacher(), one));
    }
    return stats;
  }

  private @Nullable Speed speed(String teacher, Map<String, LedgerStats> ledger) {
    LedgerStats stats = ledger.get(teacher);
    LedgerStats.Spread latency = stats == null ? null : stats.speed().latency();
    return stats == null || latency == null || !facts.live().getOrDefault(teacher, false)
        ? null
        : new Speed(latency.p50(), latency.p90(), stats.speed().tokensPerSecond(), stats.counts().failed());
  }
}
