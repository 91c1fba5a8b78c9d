package dev.retort.run;

import dev.retort.row.Row;
import dev.retort.run.spend.Spend;
import dev.retort.run.traffic.Admission;
import dev.retort.run.traffic.Time;
import dev.retort.run.watch.Watched;
import dev.retort.step.Models;
import dev.retort.teacher.Backend.Opening;
import dev.retort.teacher.Budget;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Teacher;
import dev.retort.text.Tokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All model calls of one sitting of a run: each durable before it is used, and paid for once.
///
/// A teacher is opened when it is first asked. The ledger is the caller's to close, after this.
public final class Calls implements AutoCloseable {
  private final Setup setup;
  private final Map<String, CallsLane> lanes = new LinkedHashMap<>();
  private final List<Admission> admissions;
  private final CallsAttempts attempts;
  private final CallsFlow flow;
  private final CallsKnowledge knowledge;
  private final CallsTelling telling;
  private final Spending spending;
  private final Ledger ledger;
  private final CallsScrapes scrapes = new CallsScrapes().start();

  /// @param teachers by name, groups expanded
  /// @param base the recipe's folder
  /// @param work the run's folder, in which each teacher may keep files in a folder of its own
  /// @param seed the recipe's
  /// @param retry which failures of an earlier sitting are tried again
  /// @param hooks what else is needed
  public record Setup(Map<String, Teacher> teachers, Path base, Path work, long seed, RunOptions.Retry retry,
      Hooks hooks) {
    public Setup {
      teachers = Collections.unmodifiableMap(new LinkedHashMap<>(teachers));
    }
  }

  /// @param tokenizers gives a teacher's tokenizer, or null where the recipe names none; called once a teacher
  /// @param events hears what happens, from several threads; must not wait
  public record Hooks(Function<Teacher, @Nullable Tokenizer> tokenizers, Consumer<Event> events, RetryPace pace) {
    public static final Hooks NONE = new Hooks(_ -> null, _ -> {}, RetryPace.DEFAULT);
  }

  /// Something that happened.
  public sealed interface Event {
    /// An attempt ended: the teacher's counts are others now.
    record Changed(String teacher) implements Event {}

    /// The teacher takes no more calls in this sitting; one without a name stands for all that a budget stopped.
    record Stopped(String teacher, String message) implements Event {}

    /// The teacher has something to say to the user.
    record Note(String teacher, String message) implements Event {}
  }

  /// A teacher's calls in this sitting, counting tokens left out.
  /// @param made attempts that went out
  /// @param replayed asks answered from the ledger or by an equal call in flight
  /// @param failed attempts without a usable reply
  public record Counts(long made, long replayed, long failed) {
    public Counts plus(Counts other) {
      return new Counts(made + other.made, replayed + other.replayed, failed + other.failed);
    }
  }

  private Calls(Setup setup, Ledger ledger, Spending spending) {
    this.setup = setup;
    this.spending = spending;
    this.ledger = ledger;
    Hooks hooks = setup.hooks();
    Map<String, Admission> byEndpoint = admissions(setup.teachers(), hooks.pace().time());
    setup.teachers().forEach((name, teacher) -> {
      Opening opening = new Opening(name, teacher, setup.base(), setup.work().resolve(folder(name)), setup.seed(),
          message -> hooks.events().accept(new Event.Note(name, message)));
      lanes.put(name, new CallsLane(opening, hooks, Objects.requireNonNull(byEndpoint.get(endpoint(name, teacher)))));
    });
    this.admissions = List.copyOf(byEndpoint.values());
    this.attempts = new CallsAttempts(ledger, hooks, spending, scrapes);
    this.flow = new CallsFlow(ledger, setup.retry(), attempts);
    this.knowledge = new CallsKnowledge(ledger, attempts);
    this.telling = new CallsTelling(ledger);
  }

  /// One for each real endpoint, under the strictest of its teachers' limits.
  private static Map<String, Admission> admissions(Map<String, Teacher> teachers, Time time) {
    Map<String, Limits> limits = new LinkedHashMap<>();
    teachers.forEach((name, teacher) -> limits.merge(endpoint(name, teacher), limits(teacher), Limits::strictest));
    Map<String, Admission> admissions = new LinkedHashMap<>();
    limits.forEach((endpoint, together) -> admissions.put(endpoint, new Admission(together, time)));
    return admissions;
  }

  /// Requests that wait for a batch say nothing of how busy the server is: none is held back for that.
  private static Limits limits(Teacher teacher) {
    return teacher.backend().batched() == null ? teacher.limits() : teacher.limits().notAdaptive();
  }

  private static String endpoint(String name, Teacher teacher) {
    String group = teacher.limits().endpoint().group();
    return group == null ? "endpoint " + teacher.backend().endpointKey(name) : "group " + group;
  }

  /// Without a budget of the run; those of the teachers hold.
  public static Calls open(Setup setup, Ledger ledger) {
    return open(setup, ledger, Budget.NONE);
  }

  /// @param budget the run's, for all its sittings
  public static Calls open(Setup setup, Ledger ledger, Budget budget) {
    Consumer<String> stopped = message -> setup.hooks().events().accept(new Event.Stopped("", message));
    return new Calls(setup, ledger, new Spending(setup.teachers(), budget, ledger.used(), stopped));
  }

  /// What was spent so far.
  public Spend spend() {
    return spending.spend();
  }

  /// A folder name from a teacher's name, which may hold anything.
  private static String folder(String teacher) {
    return teacher.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,60}")
        ? teacher
        : "teacher-" + Ledger.Key.of(teacher, "", 0, null).hex().substring(0, 16);
  }

  /// The models as the unit of that step, row, teacher and sample (from 0) sees them.
  public Models unit(String step, Row row, String teacher, int sample) {
    return new CallsUnit(this, new Models.Unit(step, teacher, sample), row.id());
  }

  /// Counts by teacher, in the recipe's order.
  public Map<String, Counts> counts() {
    Map<String, Counts> counts = new LinkedHashMap<>();
    lanes.forEach((name, lane) -> counts.put(name, lane.tally.counts()));
    return counts;
  }

  /// What each teacher did in this sitting so far, in the recipe's order.
  public Map<String, Watched> watched() {
    Map<String, Watched> watched = new LinkedHashMap<>();
    lanes.forEach((name, lane) -> watched.put(name, lane.watch.now()));
    return watched;
  }

  /// The same, with a last look at what servers tell of themselves.
  Map<String, Watched> watchedAtTheEnd() {
    try {
      scrapes.lookAtAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // what was seen before is enough
    }
    return watched();
  }

  public Counts total() {
    return counts().values().stream().reduce(new Counts(0, 0, 0), Counts::plus);
  }

  /// Teachers that take no more calls, with the reason.
  public Map<String, String> stopped() {
    Map<String, String> stopped = new LinkedHashMap<>();
    lanes.forEach((name, lane) -> {
      String reason = lane.health.stopped();
      if (reason != null) {
        stopped.put(name, reason);
      }
    });
    return stopped;
  }

  CallsLane lane(String teacher) {
    CallsLane lane = lanes.get(teacher);
    if (lane == null) {
      throw new IllegalArgumentException("no teacher '%s' among %s".formatted(teacher, lanes.keySet()));
    }
    return lane;
  }

  CallsFlow flow() {
    return flow;
  }

  Ledger ledger() {
    return ledger;
  }

  /// Tells the user something of a teacher.
  void note(String teacher, String message) {
    setup.hooks().events().accept(new Event.Note(teacher, message));
  }

  CallsKnowledge knowledge() {
    return knowledge;
  }

  CallsTelling telling() {
    return telling;
  }

  /// The recipe's folder.
  Path base() {
    return setup.base();
  }

  long seed() {
    return setup.seed();
  }

  /// Calls that are under way long after their deadline, each told once.
  List<String> overdue(Duration grace) {
    List<String> overdue = new ArrayList<>();
    admissions.forEach(admission -> overdue.addAll(admission.overdue(grace)));
    return overdue;
  }

  /// The sitting ends: what is under way is about to be interrupted, and nothing else goes out.
  void leave() {
    attempts.leave();
  }

  /// Closes the endpoints that were opened.
  @Override
  public void close() {
    scrapes.close();
    lanes.values().forEach(CallsLane::close);
  }
}
