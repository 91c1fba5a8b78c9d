package dev.retort.app;

import dev.retort.UserError;
import dev.retort.app.report.ReportData;
import dev.retort.app.report.ReportData.TermsRow;
import dev.retort.app.report.RunReport;
import dev.retort.app.study.RunStudy;
import dev.retort.app.study.StudyData;
import dev.retort.app.study.StudyRequest;
import dev.retort.recipe.Catalogue;
import dev.retort.recipe.KindInfo;
import dev.retort.recipe.KindInfo.Role;
import dev.retort.run.Apply;
import dev.retort.run.Check;
import dev.retort.run.FinishedRun;
import dev.retort.run.Ledger;
import dev.retort.run.Opened;
import dev.retort.run.Preview;
import dev.retort.run.Run;
import dev.retort.run.RunListener;
import dev.retort.run.RunOptions;
import dev.retort.run.RunState;
import dev.retort.run.RunSummary;
import dev.retort.run.RunSummary.State;
import dev.retort.run.probe.Probing;
import dev.retort.run.probe.Probing.Probed;
import dev.retort.teacher.simulated.Faults;
import dev.retort.teacher.simulated.FleetOptions;
import dev.retort.teacher.simulated.FleetServer;
import dev.retort.teacher.simulated.Persona;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/// The library in this process.
final class LocalLibrary implements Library {

  @Override
  public Ran run(RunOptions options, RunListener listener) {
    RunSummary summary = Run.execute(options, listener);
    Opened opened = Opened.open(options);
    boolean studied = opened.plan().recipe().aims().study() != null && summary.state() == State.DONE;
    return new Ran(summary, report(opened, summary), studied);
  }

  @Override
  public StudyData study(StudyRequest request) {
    return RunStudy.of(request);
  }

  private static ReportData report(Opened opened, RunSummary summary) {
    Path folder = summary.folder();
    RunOptions options = opened.options();
    try (Ledger ledger = Run.ledger(options, folder);
        FinishedRun finished = FinishedRun.open(folder, folder.resolve("work"))) {
      return new RunReport(opened, summary, ledger.stats()).gather(finished, RunState.started(folder));
    }
  }

  @Override
  public Checked check(RunOptions options) {
    Check.Checked checked = Check.check(options);
    Set<String> datasets = new HashSet<>();
    checked.steps().forEach(step -> datasets.add(step.step()));
    List<PlannedStep> plan = checked.steps().stream()
        .map(step -> new PlannedStep(step.step(), step.columns(), step.units(), step.calls())).toList();
    List<TermsRow> terms = checked.terms().stream()
        .map(line -> new TermsRow(line.source(), datasets.contains(line.source()) ? "dataset" : "teacher",
            line.terms().name(), line.verdict().name().toLowerCase(Locale.ROOT), line.terms().basis()))
        .toList();
    return new Checked(checked.problems(), checked.notes(), plan, terms, checked.forecast());
  }

  @Override
  public Probed probe(RunOptions options, Consumer<String> before) throws InterruptedException {
    Probing probing = Probing.of(options);
    before.accept("probing %d %s with %d small calls at most; they cost what calls cost".formatted(
        probing.asked().size(), probing.asked().size() == 1 ? "teacher" : "teachers", probing.mostCalls()));
    return probing.probe();
  }

  @Override
  public Previewed preview(RunOptions options, RunListener listener) {
    Preview.Previewed previewed = Preview.preview(options, (int) Math.min(options.limit(), 1000), listener);
    List<PreviewedStep> steps = new ArrayList<>();
    for (Preview.Shown shown : previewed.steps()) {
      previewed.summary().steps().stream().filter(step -> step.step().equals(shown.step())).findFirst().ifPresent(
          step -> steps.add(new PreviewedStep(shown.step(), shown.before(), shown.after(), step.funnel().reasons())));
    }
    return new Previewed(previewed.summary(), steps);
  }

  @Override
  public RunSummary apply(Application application, RunListener listener) {
    return new Apply(application.step(), application.inputs(), application.output(), application.options(),
        application.plugins()).execute(listener);
  }

  @Override
  public List<StepSheet> steps(List<Path> plugins) {
    Catalogue catalogue = Catalogue.load(plugins);
    return catalogue.steps().stream().sorted().map(name -> sheet(catalogue, name)).toList();
  }

  private static StepSheet sheet(Catalogue catalogue, String name) {
    KindInfo info = catalogue.info(Role.STEP, name);
    List<OptionSheet> options = new ArrayList<>();
    info.options().forEach(option -> add("", option, options));
    return new StepSheet(name, info.summary(), page(info), options);
  }

  /// An option, and below it those of its mapping: `chat`, `chat.odd`.
  private static void add(String above, KindInfo.Option option, List<OptionSheet> sheets) {
    String name = above + option.name();
    String value = option.required() ? null : Objects.requireNonNullElse(option.byDefault(), "(none)");
    sheets.add(new OptionSheet(name, option.type(), value, option.doc()));
    option.options().forEach(inner -> add(name + ".", inner, sheets));
  }

  private static String page(KindInfo info) {
    StringBuilder page = new StringBuilder(info.summary());
    info.sections()
        .forEach((section, text) -> page.append("\n\n").append(section.substring(0, 1).toUpperCase(Locale.ROOT))
            .append(section.substring(1)).append(": ").append(text));
    return page.toString();
  }

  private static Faults faults(Map<String, Double> rates) {
    try {
      return Faults.named(rates);
    } catch (IllegalArgumentException e) {
      throw new UserError("--fault: %s. Correct the names and rates.".formatted(e.getMessage()));
    }
  }

  @Override
  public Fleet simulate(Simulation simulation) {
    FleetOptions options = FleetOptions.ofSeed(simulation.seed()).withPort(simulation.port())
        .withRequestLog(simulation.log()).withTiming(simulation.timing()).withFaults(faults(simulation.faults()));
    FleetServer server = FleetServer.start(options);
    return new Fleet() {
      @Override
      public String baseUrl() {
        return server.baseUrl();
      }

      @Override
      public List<String> models() {
        return Persona.names();
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }
}
