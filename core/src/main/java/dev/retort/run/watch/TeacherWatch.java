package dev.retort.run.watch;

import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Measures one teacher's calls in this sitting. Used by many threads at once; memory does not grow with the calls.
public final class TeacherWatch {
  private final LongSupplier nanoTime;
  private final TimeHistogram queueing = new TimeHistogram();
  private final LongAdder answered = new LongAdder();
  private final LongAdder truncated = new LongAdder();
  private final LongAdder again = new LongAdder();
  private final LongAdder kept = new LongAdder();
  private final LongAdder tokensIn = new LongAdder();
  private final LongAdder tokensOut = new LongAdder();
  private final Map<Failure, LongAdder> failed = new ConcurrentHashMap<>();
  private final ServerSeries server = new ServerSeries();

  private long waiting;
  private long inFlight;
  private long mostInFlight;
  private long busyNanos;
  private long busySince;

  public TeacherWatch() {
    this(System::nanoTime);
  }

  TeacherWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// An attempt from the wish to send it to its answer.
  public final class Flight implements AutoCloseable {
    private final long since = nanoTime.getAsLong();
    private boolean sent;

    /// Leave was given, and it goes out.
    public void sent() {
      sent = true;
      queueing.add(nanoTime.getAsLong() - since);
      takeOff();
    }

    @Override
    public void close() {
      land(sent);
    }
  }

  /// An attempt wants to be sent.
  public synchronized Flight begin() {
    waiting++;
    return new Flight();
  }

  private synchronized void takeOff() {
    waiting--;
    if (inFlight++ == 0) {
      busySince = nanoTime.getAsLong();
    }
    mostInFlight = Math.max(mostInFlight, inFlight);
  }

  private synchronized void land(boolean sent) {
    if (!sent) {
      waiting--;
    } else if (--inFlight == 0) {
      busyNanos += nanoTime.getAsLong() - busySince;
    }
  }

  /// An attempt was put into the ledger.
  /// @param number which try of its call it was, from 1
  public void kept(int number) {
    kept.increment();
    if (number > 1) {
      again.increment();
    }
  }

  /// @param finishReason of each choice, with commas between
  public void answered(Reply.Usage usage, String finishReason) {
    answered.increment();
    tokensIn.add(usage.promptTokens());
    tokensOut.add(usage.completionTokens());
    if (finishReason.contains("length") && ("," + finishReason + ",").contains(",length,")) {
      truncated.increment();
    }
  }

  public void failed(Failure failure) {
    failed.computeIfAbsent(failure, _ -> new LongAdder()).increment();
  }

  /// What the server tells of itself goes here.
  public ServerSeries server() {
    return server;
  }

  public Watched now() {
    Map<String, Long> failures = new TreeMap<>();
    failed.forEach((failure, count) -> failures.put(failure.word(), count.sum()));
    return new Watched(new Watched.Calls(answered.sum(), failures, truncated.sum(), again.sum(), kept.sum()),
        new Watched.Tokens(tokensIn.sum(), tokensOut.sum()), traffic(), figures());
  }

  private synchronized Watched.Traffic traffic() {
    long busy = inFlight == 0 ? busyNanos : busyNanos + nanoTime.getAsLong() - busySince;
    return new Watched.Traffic(waiting, inFlight, mostInFlight, busy / 1e9, queueing.percentiles());
  }

  private @Nullable ServerFigures figures() {
    return server.figures();
  }
}
