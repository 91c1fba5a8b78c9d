package dev.retort.run.probe;

import dev.retort.UserError;
import dev.retort.recipe.Problem;
import dev.retort.run.Opened;
import dev.retort.run.Plan;
import dev.retort.run.RunOptions;
import dev.retort.run.TemporaryFolder;
import dev.retort.teacher.Backend.Opening;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Capability;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Teacher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Probes every teacher of a recipe and holds what its steps need against it.
public final class Probing {
  /// Longest wait for one call, where the teacher's own deadline is longer.
  private static final Duration LONGEST = Duration.ofSeconds(60);
  /// Each local model is a process of its own, so not all of them at once.
  private static final int AT_ONCE = 4;

  private final Opened opened;

  private Probing(Opened opened) {
    this.opened = opened;
  }

  /// What was found.
  /// @param sheets one a teacher, in the recipe's order
  /// @param problems teachers that cannot be asked, and steps that need what a teacher cannot do
  public record Probed(List<Sheet> sheets, List<Problem> problems) {
    public Probed {
      sheets = List.copyOf(sheets);
      problems = List.copyOf(problems);
    }
  }

  /// Reads and plans a recipe; asks nobody yet.
  /// @throws UserError with every problem of the recipe
  public static Probing of(RunOptions options) {
    Opened opened = Opened.open(options);
    opened.refuseProblems();
    return new Probing(opened);
  }

  /// Teachers that will be asked; those that answer from files are not.
  public List<String> asked() {
    return opened.plan().teachers().entrySet().stream().filter(entry -> entry.getValue().backend().live())
        .map(Map.Entry::getKey).toList();
  }

  /// Calls to models at most.
  public int mostCalls() {
    return Probe.MOST_CALLS * asked().size();
  }

  /// Asks the teachers, a few at a time.
  public Probed probe() throws InterruptedException {
    try (TemporaryFolder work = TemporaryFolder.of("retort-probe")) {
      List<Sheet> sheets = sheets(work.path());
      String file = opened.options().recipe().toString();
      return new Probed(sheets, Needs.problems(file, opened.plan(), sheets));
    }
  }

  private List<Sheet> sheets(Path work) throws InterruptedException {
    Plan plan = opened.plan();
    List<Future<Sheet>> probes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      try {
        plan.teachers().forEach((name, teacher) -> {
          Opening opening = new Opening(name, teacher, opened.base(), work.resolve("teacher-" + probes.size()),
              plan.recipe().randomSeed());
          probes.add(threads.submit(() -> sheet(opening)));
        });
        List<Sheet> sheets = new ArrayList<>();
        for (Future<Sheet> probe : probes) {
          sheets.add(probe.get());
        }
        return sheets;
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
      }
    }
  }

  private static Sheet sheet(Opening opening) throws InterruptedException {
    Teacher teacher = opening.teacher();
    if (!teacher.backend().live()) {
      Finding files = new Finding.Unknown("answers come from files; nothing is asked");
      return new Sheet(opening.name(), Map.of(Capability.REACHABLE, files), null);
    }
    Duration deadline = teacher.deadline().compareTo(LONGEST) < 0 ? teacher.deadline() : LONGEST;
    try (Endpoint endpoint = teacher.backend().open(opening)) {
      return new Probe(endpoint, teacher.sampling(), deadline).sheet(opening.name());
    } catch (CallFailed e) {
      return new Sheet(opening.name(), Map.of(Capability.REACHABLE, new Finding.No(Words.of(e))), null);
    } catch (UserError e) {
      Finding no = new Finding.No(String.join(" ", e.lines()));
      return new Sheet(opening.name(), Map.of(Capability.REACHABLE, no), null);
    }
  }
}
