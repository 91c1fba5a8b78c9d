package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Key;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What was read ahead of one lane and not yet asked for.
///
/// It reads on only as its reading pays: at most two records for each that was found in it, and four for each that was
/// looked up alone. Asked in order it keeps 2,048 records ahead; asked at random it does little.
final class Window {
  private static final int FIRST = 64;
  private static final int LARGEST = 2048;
  private static final int MORE_A_MISS = 4;
  /// Ids so far from where the window stands that it goes there.
  private static final long JUMP = 50_000;

  private final Lane lane;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Key, Packed> ahead = new LinkedHashMap<>();
  private volatile int held;
  private volatile long touched;
  private long number;
  private long reached;
  private int step = FIRST;
  private int found;
  private int missed;
  private boolean started;

  Window(Lane lane) {
    this.lane = lane;
  }

  /// Takes a record out of the window, which reads on when little is left.
  @Nullable
  Packed take(Key key, ReadAhead all) {
    lock.lock();
    try {
      touched = all.tick();
      if (!started) {
        started = true;
        readOn(FIRST, all);
      }
      Packed taken = ahead.remove(key);
      if (taken != null) {
        held = ahead.size();
        all.count(-taken.bytes());
        found++;
        if (found * 2 >= step) {
          int more = step < LARGEST ? 2 * found : found;
          step = Math.min(LARGEST, 2 * step);
          readOn(more, all);
        }
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// A record of the ledger was not in the window when asked for.
  void missed(long id, ReadAhead all) {
    lock.lock();
    try {
      missed++;
      if (missed * MORE_A_MISS < FIRST) {
        return;
      }
      if (Math.abs(id - reached) > JUMP) {
        reached = id;
      }
      if (id >= reached) {
        readOn(FIRST, all);
      } else {
        missed = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  private void readOn(int most, ReadAhead all) {
    found = 0;
    missed = 0;
    if (number == 0) {
      number = all.number(lane);
    }
    if (number == 0) {
      return;
    }
    List<Packed> more = all.read(lane, number, reached, most);
    for (Packed each : more) {
      Packed before = ahead.put(each.bare().key(), each);
      all.count(each.bytes() - (before == null ? 0 : before.bytes()));
      reached = each.id();
    }
    held = ahead.size();
    all.shrink(this);
  }

  boolean holdsSome() {
    return held > 0;
  }

  long touched() {
    return touched;
  }

  /// Drops all, unless somebody is at it.
  boolean clear(ReadAhead all) {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      all.count(-ahead.values().stream().mapToLong(Packed::bytes).sum());
      ahead.clear();
      held = 0;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Drops what was read first. The caller holds this window.
  void dropOldest(ReadAhead all) {
    if (!ahead.isEmpty()) {
      Packed oldest = ahead.pollFirstEntry().getValue();
      all.count(-oldest.bytes());
    }
    held = ahead.size();
  }
}
