package dev.retort.run.sqlite;

import dev.retort.run.LedgerStats;
import dev.retort.run.LedgerStats.Counts;
import dev.retort.run.LedgerStats.Phases;
import dev.retort.run.LedgerStats.Speed;
import dev.retort.run.LedgerStats.Spread;
import dev.retort.run.LedgerStats.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Counts a ledger's calls by teacher.
final class Statistics {
  private static final String FROM = """
      from attempts a join lanes l on l.id = a.lane where l.kind <> 'tokenize'
        and (?1 is null or a.run = (select id from runs where name = ?1))""";
  private static final String ROWS = """
      select l.teacher, a.failure, ',' || a.finish_reason || ',' like '%,length,%' as truncated, a.simulated,
        a.prompt_tokens, a.completion_tokens, a.tokens_estimated, a.first_byte_us, a.total_us\s""" + FROM;
  private static final String SIMULATED = "select count(*) " + FROM + " and a.simulated";

  private long ok;
  private long truncated;
  private long simulated;
  private long prompt;
  private long completion;
  private long estimated;
  private long waited;
  private final Map<String, Long> failed = new HashMap<>();
  private final LongStream.Builder latency = LongStream.builder();
  private final LongStream.Builder firstByte = LongStream.builder();
  private long promptInPhases;
  private long completionInPhases;
  private long beforeFirst;
  private long afterFirst;

  private Statistics() {}

  /// @param run whose records count; null for all
  static List<LedgerStats> of(Connection connection, @Nullable String run) throws SQLException {
    Map<String, Statistics> teachers = new TreeMap<>();
    try (PreparedStatement rows = connection.prepareStatement(ROWS)) {
      rows.setString(1, run);
      try (ResultSet r = rows.executeQuery()) {
        while (r.next()) {
          teachers.computeIfAbsent(r.getString("teacher"), _ -> new Statistics()).add(r);
        }
      }
    }
    List<LedgerStats> stats = new ArrayList<>();
    teachers.forEach((name, counted) -> stats.add(counted.of(name)));
    return stats;
  }

  /// Answers of a simulated model.
  static long simulated(Connection connection, @Nullable String run) throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(SIMULATED)) {
      count.setString(1, run);
      try (ResultSet result = count.executeQuery()) {
        return result.next() ? result.getLong(1) : 0;
      }
    }
  }

  private void add(ResultSet r) throws SQLException {
    String failure = r.getString("failure");
    if (failure != null) {
      failed.merge(failure, 1L, Long::sum);
      return;
    }
    ok++;
    truncated += r.getInt("truncated");
    simulated += r.getInt("simulated");
    prompt += r.getLong("prompt_tokens");
    completion += r.getLong("completion_tokens");
    estimated += r.getInt("tokens_estimated");
    waited += r.getLong("total_us");
    latency.add(r.getLong("total_us"));
    long first = r.getLong("first_byte_us");
    if (!r.wasNull()) {
      firstByte.add(first);
      phases(r.getLong("prompt_tokens"), r.getLong("completion_tokens"), first, r.getLong("total_us"));
    }
  }

  private void phases(long promptTokens, long completionTokens, long first, long total) {
    if (completionTokens >= 2) {
      promptInPhases += promptTokens;
      completionInPhases += completionTokens - 1;
      beforeFirst += first;
      afterFirst += Math.max(0, total - first);
    }
  }

  private LedgerStats of(String teacher) {
    Double rate = waited == 0 ? null : completion * 1_000_000.0 / waited;
    return new LedgerStats(teacher, new Counts(ok, failed, truncated, simulated),
        new Tokens(prompt, completion, estimated),
        new Speed(Spread.of(latency.build().toArray()), Spread.of(firstByte.build().toArray()), rate, phases()));
  }

  private @Nullable Phases phases() {
    return beforeFirst == 0 || afterFirst == 0
        ? null
        : new Phases(promptInPhases * 1e6 / beforeFirst, completionInPhases * 1e6 / afterFirst);
  }
}
