package dev.retort.run;

import dev.retort.row.Row;
import dev.retort.run.traffic.Admission;
import dev.retort.run.traffic.Cost;
import dev.retort.run.traffic.Estimate;
import dev.retort.run.traffic.Line;
import dev.retort.run.watch.TeacherWatch;
import dev.retort.step.Models;
import dev.retort.teacher.Backend.Opening;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Request;
import dev.retort.teacher.Teacher;
import dev.retort.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One teacher during a sitting: its endpoint, opened when first needed, and what is known of it.
final class CallsLane {
  private final Opening opening;
  private final Calls.Hooks hooks;
  private final ReentrantLock lock = new ReentrantLock();
  /// Held while the endpoint is asked of itself, so that a teacher that is down or locked is asked once.
  final ReentrantLock asking = new ReentrantLock();
  /// Held while it is found out how the server is told a JSON Schema.
  final ReentrantLock telling = new ReentrantLock();
  private volatile @Nullable Open open;
  private boolean closed;
  final CallsHealth health;
  final CallsTally tally = new CallsTally();
  final Estimate estimate = new Estimate();
  private final Admission admission;
  /// By step and by the teacher of its lane.
  private final Map<String, Map<String, Line>> lines = new ConcurrentHashMap<>();
  final TeacherWatch watch = new TeacherWatch();
  private final AtomicBoolean answered = new AtomicBoolean();
  final Map<String, String> facts = new ConcurrentHashMap<>();

  /// What is there once the teacher is opened.
  /// @param hash SHA-256 of its identity in hex
  record Open(Endpoint endpoint, String identity, String hash, @Nullable Tokenizer tokenizer) {}

  CallsLane(Opening opening, Calls.Hooks hooks, Admission admission) {
    this.opening = opening;
    this.hooks = hooks;
    this.admission = admission;
    this.health = new CallsHealth(opening.name(), hooks.pace(), admission);
  }

  String name() {
    return opening.name();
  }

  Teacher teacher() {
    return opening.teacher();
  }

  /// Where the calls of such a unit wait for leave.
  Line line(Models.Unit unit) {
    Map<String, Line> ofStep = lines.computeIfAbsent(unit.step(), _ -> new ConcurrentHashMap<>());
    Line known = ofStep.get(unit.teacher());
    return known != null
        ? known
        : ofStep.computeIfAbsent(unit.teacher(), _ -> admission.line(name(), health.breaker));
  }

  /// Tokens a call may take; nothing where tokens are not limited.
  Cost cost(Request request) {
    return admission.countsTokens() ? estimate.of(request, open().tokenizer()) : Cost.NONE;
  }

  /// Opens the teacher once. One that cannot be opened is stopped.
  Open open() {
    Open opened = open;
    return opened != null ? opened : openNow();
  }

  private Open openNow() {
    lock.lock();
    try {
      Open opened = open;
      if (opened == null) {
        if (closed) {
          throw new IllegalStateException("the calls of this run are closed");
        }
        health.check();
        opened = start();
        open = opened;
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }

  private Open start() {
    try {
      Tokenizer tokenizer = hooks.tokenizers().apply(teacher());
      Endpoint endpoint = teacher().backend().open(opening);
      String identity = endpoint.identity();
      byte[] hash = Row.sha256().digest(identity.getBytes(StandardCharsets.UTF_8));
      return new Open(endpoint, identity, HexFormat.of().formatHex(hash), tokenizer);
    } catch (CallFailed e) {
      if (health.stop(e)) {
        hooks.events().accept(new Calls.Event.Stopped(name(), String.valueOf(health.stopped())));
      }
      throw Objects.requireNonNull(health.halted());
    }
  }

  /// Whether this is the first answer of the sitting.
  boolean firstAnswer() {
    return !answered.get() && answered.compareAndSet(false, true);
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      Open opened = open;
      if (opened != null) {
        opened.endpoint().close();
        open = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
