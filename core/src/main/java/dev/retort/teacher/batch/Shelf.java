package dev.retort.teacher.batch;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The batches that are not over, and which request is in which. Guarded by its [Batcher].
///
/// It holds no more than the requests in flight and those of batches that a crash left behind.
final class Shelf {
  private final Journal journal;
  private final Map<String, Held> byId = new HashMap<>();
  private final Set<Held> all = new HashSet<>();
  private final Set<String> given = new HashSet<>();

  /// Takes up what earlier sittings left for this endpoint; what no provider keeps any more is forgotten.
  Shelf(Journal journal, String endpoint, Instant now) {
    this.journal = journal;
    for (Journal.Entry entry : journal.entries()) {
      if (entry.intent().created().isBefore(now.minus(Intent.KEPT))) {
        journal.forget(entry.intent().name());
      } else if (entry.intent().endpoint().equals(endpoint)) {
        Held held = new Held(entry);
        all.add(held);
        held.items().keySet().forEach(id -> byId.put(id, held));
      }
    }
  }

  @Nullable
  Held of(String id) {
    return byId.get(id);
  }

  void put(String id, Held batch) {
    all.add(batch);
    byId.put(id, batch);
  }

  /// A batch that does not exist at the provider.
  void drop(Held batch) {
    all.remove(batch);
    batch.items().keySet().forEach(id -> byId.remove(id, batch));
  }

  /// The answer to a request was handed over, and is not in the ledger yet.
  void give(String id) {
    given.add(id);
  }

  /// What was handed over is in the ledger. A failure to get at the batch was no answer, and changes nothing.
  void kept(String id) {
    Held batch = byId.get(id);
    if (given.remove(id) && batch != null) {
      leave(batch, id);
    }
  }

  /// Takes a request out of its batch, and forgets the batch with its last one.
  void leave(Held batch, String id) {
    byId.remove(id, batch);
    if (batch.kept(id) && all.remove(batch)) {
      journal.forget(batch.name());
    }
  }

  /// Ids of jobs that belong to these batches.
  Set<String> jobs() {
    Set<String> jobs = new HashSet<>();
    all.forEach(held -> {
      if (held.job != null) {
        jobs.add(held.job);
      }
    });
    return jobs;
  }

  /// Ends what was not sent yet, and gives those that go on without us.
  List<Held> leaveAll() {
    List<Held> open = new ArrayList<>();
    for (Held batch : all) {
      if (batch.gathering()) {
        batch.endGathering();
        journal.forget(batch.name());
        if (batch.coming != null) {
          batch.coming
              .completeExceptionally(new CallFailed(Failure.TIMEOUT, "the run ended before its batch was sent"));
        }
      } else if (!batch.ended()) {
        open.add(batch);
      }
    }
    return open;
  }
}
