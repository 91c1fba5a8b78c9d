package dev.retort.engine.duckdb;

import dev.retort.UserError;
import dev.retort.engine.Engine;
import dev.retort.row.Row;
import dev.retort.step.OfRow;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Runs a function over rows on all cores; what comes of them is handed on in the order of the input.
final class Mapping {
  private static final int CHUNK_ROWS = 1024;
  private static final long CHUNK_CHARACTERS = 1 << 20;

  private final OfTable.Rows rows;
  private final OfRow.Kernel kernel;
  private final Engine.Writer kept;
  private final Engine.Rest rest;
  private final int inFlight;
  private final Deque<Future<List<Done>>> chunks = new ArrayDeque<>();
  private long done;

  private record Done(Row row, Outcome outcome) {}

  Mapping(OfTable.Rows rows, OfRow.Kernel kernel, Engine.Writer kept, Engine.Rest rest, int threads) {
    this.rows = rows;
    this.kernel = kernel;
    this.kept = kept;
    this.rest = rest;
    this.inFlight = threads * 2;
  }

  void run(int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads,
        Thread.ofPlatform().daemon().name("map-", 0).factory());
    try {
      List<Row> chunk = chunk();
      while (!chunk.isEmpty()) {
        if (chunks.size() == inFlight) {
          hand(chunks.remove());
        }
        List<Row> work = chunk;
        chunks.add(pool.submit(() -> apply(work)));
        chunk = chunk();
      }
      while (!chunks.isEmpty()) {
        hand(chunks.remove());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private List<Row> chunk() {
    List<Row> chunk = new ArrayList<>(CHUNK_ROWS);
    long characters = 0;
    while (chunk.size() < CHUNK_ROWS && characters < CHUNK_CHARACTERS) {
      Row row = rows.next();
      if (row == null) {
        break;
      }
      chunk.add(row);
      for (int i = 0; i < row.schema().columns().size(); i++) {
        characters += size(row.get(i));
      }
    }
    return chunk;
  }

  private static long size(@Nullable Object value) {
    return switch (value) {
      case null -> 1;
      case String text -> text.length();
      case List<?> list -> list.stream().mapToLong(Mapping::size).sum();
      case Map<?, ?> map -> map.values().stream().mapToLong(Mapping::size).sum();
      default -> 8;
    };
  }

  private List<Done> apply(List<Row> chunk) {
    List<Done> outcomes = new ArrayList<>(chunk.size());
    for (Row row : chunk) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("stopped");
      }
      outcomes.add(new Done(row, apply(row)));
    }
    return outcomes;
  }

  private Outcome apply(Row row) {
    try {
      return kernel.apply(row);
    } catch (UserError e) {
      throw new UserError(e.lines().stream().map(line -> "row %s: %s".formatted(row.id(), line)).toList());
    } catch (RuntimeException e) {
      throw new IllegalStateException("row %s: %s".formatted(row.id(), e), e);
    }
  }

  private void hand(Future<List<Done>> chunk) {
    for (Done one : finished(chunk)) {
      switch (one.outcome()) {
        case Outcome.Kept(List<Row> out) -> out.forEach(kept::add);
        case Outcome.Dropped dropped -> rest.notKept(one.row(), dropped);
        case Outcome.Undecided undecided -> rest.notKept(one.row(), undecided);
        case Outcome.Failed failed -> rest.notKept(one.row(), failed);
      }
      done++;
    }
    rest.progress(done);
  }

  private static List<Done> finished(Future<List<Done>> chunk) {
    try {
      return chunk.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
