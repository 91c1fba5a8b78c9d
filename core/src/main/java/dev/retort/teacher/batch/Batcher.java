package dev.retort.teacher.batch;

import dev.retort.UserError;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Gathers requests into batches and gives each its own answer.
///
/// A request that is in a batch under way, of this sitting or an earlier one, waits for that batch and is never sent
/// again. An answer of success is taken whatever the attempt; a failure stands only for the attempt it was.
final class Batcher implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final int GRACE_SECONDS = 5;

  private final Setup setup;
  private final Carrier carrier;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final ExecutorService threads = Executors
      .newThreadPerTaskExecutor(Thread.ofVirtual().name("batch-", 0).factory());
  private final Shelf shelf;
  private final Map<String, Held> gathering = new HashMap<>();
  private boolean closed;

  /// @param endpoint SHA-256 of the identity of the endpoint, in hex
  record Setup(BatchServer server, Journal journal, Batch options, Pace pace, Notes notes, String endpoint) {}

  /// Hears what a user should know.
  interface Notes {
    void tell(String message);
  }

  /// A request to be answered in a batch.
  /// @param id the ledger key in hex
  record Item(String lane, String id, int attempt, String canonical) {}

  Batcher(Setup setup) {
    this.setup = setup;
    this.carrier = new Carrier(setup.server(), setup.journal(), setup.options(), setup.pace(), setup.notes()::tell);
    this.most = Math.min(setup.options().maxRequests(), setup.server().most().requests());
    this.shelf = new Shelf(setup.journal(), setup.endpoint(), setup.pace().now());
  }

  /// Waits for the answer to a request.
  Answer ask(Item item) throws InterruptedException {
    while (true) {
      Held held = held(item);
      Results results = await(coming(held));
      if (results.submitted()) {
        Answer answer = results.answer(item.id());
        if (answer instanceof Answer.Said || held.attempt(item.id()) >= item.attempt()) {
          locked(() -> shelf.give(item.id()));
          return answer;
        }
      }
      locked(() -> shelf.leave(held, item.id()));
    }
  }

  /// The batch that has a request, or the one that takes it now.
  private Held held(Item item) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the batches of this run are closed");
      }
      Held known = shelf.of(item.id());
      return known == null ? join(item) : known;
    } finally {
      lock.unlock();
    }
  }

  private static Results await(CompletableFuture<Results> coming) throws InterruptedException {
    try {
      return coming.get();
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case CallFailed failed -> new CallFailed(failed.failure(), String.valueOf(failed.getMessage()),
            failed.retryAfter(), failed.body(), failed);
        case UserError mistake -> mistake;
        case null, default -> new IllegalStateException("a batch could not be carried on", e.getCause());
      };
    }
  }

  /// Puts a request into the batch that is gathered now.
  private Held join(Item item) {
    BatchServer server = setup.server();
    String line = server.line(item.id(), item.lane(), item.canonical());
    Held batch = gathering.get(item.lane());
    if (batch != null && !batch.fits(Held.length(line, server.separator()), server.most())) {
      send(batch);
      batch = null;
    }
    if (batch == null) {
      String name = "retort-" + UUID.randomUUID();
      batch = new Held(name, item.lane(), setup.journal().lines(name));
      gathering.put(item.lane(), batch);
      Held begun = batch;
      threads.execute(() -> gather(begun));
    }
    batch.add(item.id(), item.attempt(), line, server.separator());
    shelf.put(item.id(), batch);
    if (batch.size() >= most) {
      send(batch);
    }
    return batch;
  }

  /// Waits until nothing new comes, or the longest wait is over.
  private void gather(Held batch) {
    Duration left = setup.options().gather();
    Duration step = left.compareTo(QUIET) < 0 ? left : QUIET;
    try {
      int before;
      do {
        before = size(batch);
        setup.pace().gather(step);
        left = left.minus(step);
      } while (left.isPositive() && size(batch) > before);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    lock.lock();
    try {
      if (batch.gathering() && !closed) {
        send(batch);
      }
    } finally {
      lock.unlock();
    }
  }

  private int size(Held batch) {
    lock.lock();
    try {
      return batch.gathering() ? batch.size() : -1;
    } finally {
      lock.unlock();
    }
  }

  private void send(Held batch) {
    gathering.remove(batch.lane(), batch);
    batch.endGathering();
    batch.intent = new Intent(batch.name(), setup.endpoint(), batch.lane(),
        setup.pace().now().truncatedTo(ChronoUnit.SECONDS), batch.items());
    carry(batch, Objects.requireNonNull(batch.coming));
  }

  /// The end of a batch, which is carried on from here if nobody does.
  private CompletableFuture<Results> coming(Held batch) {
    lock.lock();
    try {
      CompletableFuture<Results> known = batch.coming;
      if (known != null && !known.isCompletedExceptionally()) {
        return known;
      }
      CompletableFuture<Results> coming = new CompletableFuture<>();
      batch.coming = coming;
      carry(batch, coming);
      return coming;
    } finally {
      lock.unlock();
    }
  }

  private void carry(Held batch, CompletableFuture<Results> coming) {
    Intent intent = Objects.requireNonNull(batch.intent);
    threads.execute(() -> {
      try {
        coming.complete(carried(batch, intent));
      } catch (CallFailed e) {
        coming.completeExceptionally(e);
      } catch (InterruptedException _) {
        coming.completeExceptionally(new CallFailed(Failure.TIMEOUT, "the run ended before the batch did"));
      } catch (RuntimeException | Error e) {
        coming.completeExceptionally(e);
      }
    });
  }

  private Results carried(Held batch, Intent intent) throws InterruptedException {
    Carrier.Told told = new Carrier.Told() {
      @Override
      public void job(String id) {
        locked(() -> {
          batch.job = id;
          batch.uncertain = false;
        });
      }

      @Override
      public void uncertain() {
        locked(() -> batch.uncertain = true);
      }

      @Override
      public void nothing() {
        locked(() -> shelf.drop(batch));
      }
    };
    String job = batch.job;
    if (job == null && batch.uncertain && !carrier.found(intent, this::jobs, told)) {
      locked(() -> shelf.drop(batch));
      return Results.ofNothing(setup.server(), intent);
    }
    job = batch.job == null ? carrier.submit(intent, told) : batch.job;
    return carrier.end(intent, job);
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private Set<String> jobs() {
    lock.lock();
    try {
      return shelf.jobs();
    } finally {
      lock.unlock();
    }
  }

  /// What was answered is in the ledger.
  void kept(String id) {
    locked(() -> shelf.kept(id));
  }

  /// Leaves the batches under way to a later sitting.
  @Override
  public void close() {
    locked(() -> closed = true);
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
        setup.notes().tell("a batch was still being looked after when the run ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<String> open = new ArrayList<>();
    locked(() -> shelf.leaveAll().forEach(batch -> open.add(word(batch))));
    open.stream().sorted().forEach(setup.notes()::tell);
  }

  private static String word(Held batch) {
    String job = batch.job;
    return job != null
        ? "batch %s of %,d requests goes on at the provider. The same command collects it.".formatted(job, batch.size())
        : "batch %s of %,d requests may have reached the provider. The same command looks it up, and submits it if not."
            .formatted(batch.name(), batch.size());
  }
}
