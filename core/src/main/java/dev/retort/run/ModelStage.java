package dev.retort.run;

import dev.retort.UserError;
import dev.retort.engine.Engine;
import dev.retort.engine.Table;
import dev.retort.row.Row;
import dev.retort.run.Plan.Node;
import dev.retort.step.OfModel;
import dev.retort.step.OfModel.Lane;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import dev.retort.teacher.Teacher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs the rollouts of one model step: each lane reads the input on its own, so a slow teacher stalls no other.
///
/// Outcomes are stored by (row, lane, sample), so the table is the same whatever the order in which they ended.
final class ModelStage {
  private static final int GRACE_SECONDS = 30;
  private static final int FEWEST_WAITING = 256;
  private static final int MOST_WAITING = 4_096;

  private final Engine engine;
  private final Calls calls;
  private final Plan plan;
  private final Node node;
  private final OfModel step;
  private final List<Lane> lanes;
  private final Progress progress;
  private final Drops drops;
  private final Relay relay;

  private final Map<String, Boolean> stoppedLanes = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();

  ModelStage(Engine engine, Calls calls, Plan plan, Node node, Progress progress) {
    this.engine = engine;
    this.calls = calls;
    this.plan = plan;
    this.node = node;
    this.step = (OfModel) node.entry().step();
    this.lanes = step.lanes(List.copyOf(plan.teachers().keySet()));
    this.progress = progress;
    this.drops = progress.drops();
    this.relay = new Relay(calls, plan, node);
  }

  /// Units there are.
  long units(Table input) {
    return Math.multiplyExact(input.rows(), lanes.stream().mapToLong(Lane::samples).sum());
  }

  /// Runs all units that are not stopped.
  /// @return the table, or null when units are pending
  @Nullable
  Table run(Table input, Path target, Path dropsTarget) {
    refuseUnfit(input);
    OfModel.Rollout rollout = step.rollout(input.schema(), node.columns());
    try (Engine.Shuffled kept = engine.shuffled(target, node.columns());
        Engine.Shuffled rest = engine.shuffled(dropsTarget, Drops.SCHEMA)) {
      try (ExecutorService units = Executors.newVirtualThreadPerTaskExecutor();
          ExecutorService feeders = Executors.newVirtualThreadPerTaskExecutor()) {
        int firstMinor = 0;
        for (Lane lane : lanes) {
          int minor = firstMinor;
          feeders.submit(() -> feed(input, lane, minor, new Unit(rollout, kept, rest), units));
          firstMinor += lane.samples();
        }
        await(feeders, units);
      }
      rethrow();
      drops.pending(units(input) - drops.done());
      if (drops.pendingSoFar() > 0) {
        return null;
      }
      rest.publish();
      return kept.publish();
    }
  }

  private void refuseUnfit(Table input) {
    Map<String, Long> unfit = new TreeMap<>();
    try (OfTable.Rows rows = engine.scan(input)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        String why = step.unfit(row);
        if (why != null) {
          unfit.merge(why, 1L, Long::sum);
        }
      }
    }
    if (!unfit.isEmpty()) {
      throw new UserError(unfit.entrySet().stream().map(
          entry -> "step %s: %d of %d rows: %s".formatted(node.name(), entry.getValue(), input.rows(), entry.getKey()))
          .toList());
    }
  }

  /// Where a unit's outcome goes.
  private record Unit(OfModel.Rollout rollout, Engine.Shuffled kept, Engine.Shuffled rest) {}

  /// Units a lane has begun and not ended. More than calls at once, so that units which wait for their next try, or
  /// for a call to another teacher, leave no place at this one empty; bounded, so that memory is.
  static int live(int inFlight) {
    return inFlight + Math.clamp((long) inFlight, FEWEST_WAITING, MOST_WAITING);
  }

  private void feed(Table input, Lane lane, int firstMinor, Unit unit, ExecutorService threads) {
    Teacher teacher = Objects.requireNonNull(plan.teachers().get(lane.teacher()));
    Semaphore slots = new Semaphore(Math.min(step.atOnce(), live(teacher.limits().inFlight())));
    try (OfTable.Rows rows = engine.scan(input)) {
      long position = 0;
      for (Row row = rows.next(); row != null; row = rows.next()) {
        for (int sample = 0; sample < lane.samples(); sample++) {
          slots.acquire();
          if (stoppedLanes.containsKey(lane.teacher()) || fault.get() != null) {
            return;
          }
          Row current = row;
          long major = position;
          int number = sample;
          threads.execute(() -> {
            try {
              run(current, major, lane.teacher(), firstMinor + number, number, unit);
            } finally {
              slots.release();
            }
          });
        }
        position++;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fault.compareAndSet(null, e);
    }
  }

  private void run(Row row, long major, String teacher, int minor, int sample, Unit unit) {
    try {
      Relay.Done done = relay.run(row, teacher, sample, unit.rollout());
      if (done != null) {
        store(row, major, done.teacher(), minor, sample, unit, done.outcome());
        progress.tick(node.name());
      }
    } catch (Pending e) {
      stoppedLanes.put(teacher, true);
    } catch (RuntimeException | Error e) {
      fault.compareAndSet(null,
          e instanceof UserError
              ? e
              : new IllegalStateException("[%s · row %s · teacher %s]".formatted(node.name(), row.id(), teacher), e));
    }
  }

  private void store(Row row, long major, String teacher, int minor, int sample, Unit unit, Outcome outcome) {
    if (outcome instanceof Outcome.Kept(List<Row> rows)) {
      for (int ordinal = 0; ordinal < rows.size(); ordinal++) {
        unit.kept().add(major, minor, ordinal, rows.get(ordinal));
      }
      drops.kept(rows.size());
    } else {
      unit.rest().add(major, minor, 0, drops.add(row.id(), teacher, sample, outcome, ""));
    }
  }

  /// Waits for all units. A run that is interrupted gives up its calls and leaves their units pending.
  private void await(ExecutorService feeders, ExecutorService units) {
    try {
      end(feeders);
      end(units);
    } catch (InterruptedException e) {
      progress.interrupted();
      calls.leave();
      feeders.shutdownNow();
      units.shutdownNow();
      try {
        if (!feeders.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)
            || !units.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
          progress.note("some calls did not end within %d s of the interrupt".formatted(GRACE_SECONDS));
        }
      } catch (InterruptedException again) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Every call has a deadline, so this ends; a fault gives up what is under way.
  private void end(ExecutorService threads) throws InterruptedException {
    threads.shutdown();
    while (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
      if (fault.get() != null) {
        threads.shutdownNow();
      }
      calls.overdue(Duration.ofSeconds(GRACE_SECONDS)).forEach(progress::note);
    }
  }

  private void rethrow() {
    switch (fault.get()) {
      case null -> {
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
