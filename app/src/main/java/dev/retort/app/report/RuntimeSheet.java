package dev.retort.app.report;

import dev.retort.run.LedgerStats;
import dev.retort.run.LedgerStats.Spread;
import dev.retort.run.watch.ServerFigures;
import dev.retort.run.watch.ServerFigures.Range;
import dev.retort.run.watch.TimeHistogram.Percentiles;
import dev.retort.run.watch.Watched;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How one teacher's calls went, in words and numbers as the page shows them. A dash is what nobody measured.
///
/// @param kept from the ledger: every sitting of the run
/// @param watched of the last sitting in which it was called; null where none was measured
/// @param streams whether the first byte is the first token
public record RuntimeSheet(String teacher, LedgerStats kept, @Nullable Watched watched, boolean streams) {
  private static final String NOTHING = "\u2013";

  /// Attempts, failed ones included.
  public long calls() {
    return kept.counts().ok() + failed();
  }

  public long failed() {
    return kept.counts().failed().values().stream().mapToLong(Long::longValue).sum();
  }

  /// Tokens in and out, marked where some were computed from lengths.
  public String tokens(long count) {
    return Words.number(count) + (kept.tokens().estimated() > 0 ? " (about)" : "");
  }

  public String latency() {
    return spread(kept.speed().latency());
  }

  public String firstByte() {
    return spread(kept.speed().firstByte());
  }

  public String prefill() {
    LedgerStats.Phases phases = streams ? kept.speed().phases() : null;
    return phases == null ? NOTHING : Words.decimal(phases.prefill());
  }

  public String decode() {
    LedgerStats.Phases phases = streams ? kept.speed().phases() : null;
    return phases == null ? NOTHING : Words.decimal(phases.decode());
  }

  private static String spread(@Nullable Spread spread) {
    return spread == null
        ? NOTHING
        : "%s / %s / %s".formatted(Words.millis(spread.p50()), Words.millis(spread.p90()), Words.millis(spread.p99()));
  }

  public String queueing() {
    Percentiles queueing = watched == null ? null : watched.traffic().queueing();
    return queueing == null
        ? NOTHING
        : "%s / %s / %s".formatted(Words.millis(queueing.p50()), Words.millis(queueing.p90()),
            Words.millis(queueing.p99()));
  }

  public String mostInFlight() {
    return watched == null ? NOTHING : Words.number(watched.traffic().mostInFlight());
  }

  public String tokensPerBusySecond() {
    Double rate = watched == null ? null : watched.tokensPerBusySecond();
    return rate == null ? NOTHING : Words.decimal(rate);
  }

  /// Whether its server told something of itself.
  public boolean tells() {
    return watched != null && watched.server() != null;
  }

  /// `0.1 / 0.5 / 0.9`: least, mean and most, of a figure that was told; a share as a percentage.
  public String gauge(String name) {
    ServerFigures server = watched == null ? null : watched.server();
    Range range = server == null ? null : server.gauges().get(name);
    if (range == null) {
      return NOTHING;
    }
    boolean share = name.endsWith("_usage");
    return "%s / %s / %s%s".formatted(number(range.min(), share), number(range.mean(), share),
        number(range.max(), share), share ? " %" : "");
  }

  private static String number(double value, boolean share) {
    return String.format(Locale.ROOT, "%,.1f", share ? value * 100 : value);
  }

  public String counted(String name) {
    ServerFigures server = watched == null ? null : watched.server();
    Double added = server == null ? null : server.counted().get(name);
    return added == null ? NOTHING : Words.number(Math.round(added));
  }

  public String looks() {
    ServerFigures server = watched == null ? null : watched.server();
    return server == null ? NOTHING : Words.number(server.looks());
  }

  public String whyFailed() {
    Map<String, Long> failed = new TreeMap<>(kept.counts().failed());
    return failed.isEmpty() ? "" : Words.counts(failed);
  }
}
