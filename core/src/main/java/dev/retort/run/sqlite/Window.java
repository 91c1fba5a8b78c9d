package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Key;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What was read ahead of one lane and not yet asked for.
///
/// It reads on only as its reading pays: at most two records for each that was found in it, and four for each that was
/// looked up alone. Asked in order it keeps 4,096 records ahead, or its share of the memory; asked at random it does
/// little. A record that 4,096 later ones were asked before is given up.
final class Window {
  private static final int FIRST = 64;
  private static final int LARGEST = 4096;
  private static final int MORE_A_MISS = 4;
  /// Ids so far from where the window stands that it goes there.
  private static final long JUMP = 50_000;

  private final Lane lane;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Key, Held> ahead = new LinkedHashMap<>();
  /// Ids further on that were looked up alone, and need not be read again.
  private final Set<Long> passed = new HashSet<>();
  private volatile long touched;
  private volatile long bytes;
  private long number;
  private long reached;
  private long read;
  private int found;
  private int missed;
  private boolean started;

  /// @param place among all that was read in this lane
  private record Held(Packed packed, long place) {}

  Window(Lane lane) {
    this.lane = lane;
  }

  /// Takes a record out of the window, which reads on when half of it is used.
  @Nullable
  Packed take(Key key, ReadAhead all) {
    lock.lock();
    try {
      touched = all.tick();
      if (!started) {
        started = true;
        readOn(FIRST, all);
      }
      Held taken = ahead.remove(key);
      if (taken == null) {
        return null;
      }
      count(-taken.packed().bytes(), all);
      found++;
      if (found >= Math.max(FIRST, ahead.size()) / 2) {
        giveUp(taken.place() - LARGEST, all);
        boolean grows = ahead.size() < LARGEST && bytes < all.share();
        readOn(grows ? 2 * found : found, all);
      }
      return taken.packed();
    } finally {
      lock.unlock();
    }
  }

  /// A record of the ledger was not in the window when asked for.
  void missed(long id, ReadAhead all) {
    lock.lock();
    try {
      missed++;
      if (id > reached && passed.size() < LARGEST) {
        passed.add(id);
      }
      if (missed * MORE_A_MISS < FIRST) {
        return;
      }
      if (Math.abs(id - reached) > JUMP) {
        passed.clear();
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
    for (Packed each : all.read(lane, number, reached, most)) {
      reached = each.id();
      if (!passed.remove(reached)) {
        read++;
        Held before = ahead.put(each.bare().key(), new Held(each, read));
        count(each.bytes() - (before == null ? 0 : before.packed().bytes()), all);
      }
    }
    all.shrink(this);
  }

  private void giveUp(long place, ReadAhead all) {
    while (!ahead.isEmpty() && ahead.firstEntry().getValue().place() < place) {
      dropOldest(all);
    }
  }

  private void count(long more, ReadAhead all) {
    bytes += more;
    all.count(more);
  }

  boolean holdsSome() {
    return bytes > 0;
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
      ahead.clear();
      count(-bytes, all);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Drops what was read first. The caller holds this window.
  void dropOldest(ReadAhead all) {
    Map.Entry<Key, Held> oldest = ahead.pollFirstEntry();
    if (oldest != null) {
      count(-oldest.getValue().packed().bytes(), all);
    }
  }
}
