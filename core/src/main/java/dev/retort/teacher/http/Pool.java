package dev.retort.teacher.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The connections of a client: those that lie idle, and a watchman over all that are open.
///
/// The connection given back last is taken first, so that those not needed grow old and are closed.
final class Pool implements AutoCloseable {
  /// One idle for longer is looked at before it is used.
  static final long FRESH = 1_000_000_000L;
  private static final long BETWEEN_LOOKS = 50_000_000L;
  private static final int LOOKS_BETWEEN_SWEEPS = 20;
  private static final int MOST_IDLE = 10_000;

  private final Set<Wire> open = ConcurrentHashMap.newKeySet();
  private final Map<Site.Origin, Deque<Wire>> idle = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  /// No open connection is due before.
  private final AtomicLong nearest = new AtomicLong(Wire.NEVER);
  private @Nullable Thread watchman;
  private volatile boolean closed;

  /// An idle connection, or null where there is none.
  @Nullable
  Wire take(Site.Origin origin) {
    while (true) {
      Wire wire = pop(origin);
      if (wire == null) {
        return null;
      }
      long rest = Ticks.now() - wire.idleSince();
      if (rest < FRESH || rest < wire.oldest() && wire.quiet()) {
        return wire;
      }
      remove(wire);
    }
  }

  private @Nullable Wire pop(Site.Origin origin) {
    lock.lock();
    try {
      Deque<Wire> wires = idle.get(origin);
      return wires == null ? null : wires.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  /// Closes one of the connections at that time, of [Ticks], unless it is settled before.
  void due(Wire wire, long at) {
    wire.due(at);
    if (at < nearest.get()) {
      nearest.accumulateAndGet(at, Math::min);
    }
  }

  /// Watches over a new connection.
  void add(Wire wire) {
    open.add(wire);
    lock.lock();
    try {
      if (watchman == null) {
        watchman = Thread.ofPlatform().daemon().name("retort-http-deadlines").start(this::watch);
      }
    } finally {
      lock.unlock();
    }
    if (closed) {
      remove(wire);
    }
  }

  /// Takes a connection back whose answer was read to its end.
  void give(Site.Origin origin, Wire wire) {
    wire.idle(Ticks.now());
    boolean kept = false;
    lock.lock();
    try {
      Deque<Wire> wires = idle.computeIfAbsent(origin, _ -> new ArrayDeque<>());
      if (!closed && wires.size() < MOST_IDLE) {
        wires.addFirst(wire);
        kept = true;
      }
    } finally {
      lock.unlock();
    }
    if (!kept) {
      remove(wire);
    }
  }

  void remove(Wire wire) {
    open.remove(wire);
    wire.close();
  }

  boolean closed() {
    return closed;
  }

  /// Connections that are open.
  int size() {
    return open.size();
  }

  private void watch() {
    for (int look = 0; !closed; look++) {
      LockSupport.parkNanos(BETWEEN_LOOKS);
      long now = Ticks.now();
      if (now >= nearest.get()) {
        expire(now);
      }
      if (look % LOOKS_BETWEEN_SWEEPS == 0) {
        sweep(now);
      }
    }
  }

  /// Whoever sets a deadline meanwhile lowers what is found here: it is reset first, and set again by what is open.
  private void expire(long now) {
    nearest.set(Wire.NEVER);
    long next = Wire.NEVER;
    for (Wire wire : open) {
      next = Math.min(next, wire.expire(now));
    }
    nearest.accumulateAndGet(next, Math::min);
  }

  /// Closes what has been idle for too long; the oldest lie last.
  private void sweep(long now) {
    List<Wire> old = new ArrayList<>();
    lock.lock();
    try {
      for (Deque<Wire> wires : idle.values()) {
        Iterator<Wire> oldest = wires.descendingIterator();
        while (oldest.hasNext()) {
          Wire wire = oldest.next();
          if (now - wire.idleSince() < wire.oldest()) {
            break;
          }
          oldest.remove();
          old.add(wire);
        }
      }
    } finally {
      lock.unlock();
    }
    old.forEach(this::remove);
  }

  /// Closes all connections; whoever waits on one is told.
  @Override
  public void close() {
    closed = true;
    if (watchman != null) {
      LockSupport.unpark(watchman);
    }
    open.forEach(this::remove);
  }
}
