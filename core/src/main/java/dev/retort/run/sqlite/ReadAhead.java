package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Key;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Reads successes ahead, lane by lane, in the order they were kept, which is about the order a resumed run asks in.
///
/// Only the success that decides is read ahead, and that never changes once it is there: so nothing has to be told to
/// anyone. What is not found ahead is looked up alone. Memory is bounded over all lanes together.
final class ReadAhead {
  private final Readers readers;
  private final long mostBytes;
  private final Map<Lane, Window> windows = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong clock = new AtomicLong();
  private final AtomicLong alone = new AtomicLong();

  /// @param mostBytes that wait to be asked for
  ReadAhead(Readers readers, long mostBytes) {
    this.readers = readers;
    this.mostBytes = mostBytes;
  }

  @Nullable
  Packed find(Key key, Lane lane) {
    Window window = windows.computeIfAbsent(lane, Window::new);
    Packed ahead = window.take(key, this);
    if (ahead != null) {
      return ahead;
    }
    alone.incrementAndGet();
    Packed found = readers.read(reader -> reader.find(key));
    if (found != null && found.answered()) {
      window.missed(found.id(), this);
    }
    return found;
  }

  /// How many were looked up alone. For tests.
  long alone() {
    return alone.get();
  }

  /// Bytes that wait to be asked for. For tests.
  long bytes() {
    return bytes.get();
  }

  void count(long more) {
    bytes.addAndGet(more);
  }

  long tick() {
    return clock.incrementAndGet();
  }

  long number(Lane lane) {
    return readers.read(reader -> reader.number(lane));
  }

  List<Packed> read(Lane lane, long number, long after, int most) {
    return readers.read(reader -> reader.ahead(lane, number, after, most, mostBytes / 8));
  }

  /// Makes room: first from the lane that was asked least recently.
  /// @param keeping the lane that has just read, held by the caller
  void shrink(Window keeping) {
    while (bytes.get() > mostBytes) {
      Optional<Window> idle = windows.values().stream().filter(window -> window != keeping && window.holdsSome())
          .min(Comparator.comparingLong(Window::touched));
      if (idle.isEmpty() || !idle.get().clear(this)) {
        keeping.dropOldest(this);
        if (!keeping.holdsSome()) {
          return;
        }
      }
    }
  }
}
