package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Asked;
import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.spend.Payer;
import dev.retort.run.spend.Used;
import dev.retort.teacher.Reply;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts records into the file, inside the writer's transaction.
///
/// A statement that failed cannot be used again, so after a failure another one of these is made.
final class Inserter {
  private static final String ANSWERED = """
      insert into attempts (id, key, lane, run, row, sample, attempt, started_ms, first_byte_us, total_us, exchange,
        decisive, finish_reason, served_model, prompt_tokens, completion_tokens, tokens_estimated, simulated)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String FAILED = """
      insert into attempts (id, key, lane, run, row, sample, attempt, started_ms, first_byte_us, total_us, exchange,
        decisive, failure, message, prompt_tokens, completion_tokens, tokens_estimated)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)""";
  private static final String FACT = "insert or ignore into facts (about, name, value) values (?, ?, ?)";
  private static final String LANE = "insert or ignore into lanes (kind, teacher, endpoint, step) values (?, ?, ?, ?)";

  private final Reader reader;
  private final RecentKeys recent;
  private final Fresh fresh;
  private final @Nullable Long run;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement answered;
  private final PreparedStatement failed;
  private final PreparedStatement fact;
  private final PreparedStatement lane;
  private final PreparedStatement used;
  private final Map<Lane, Long> lanes = new HashMap<>();
  private long last;

  /// @param run its number in the file; null for a ledger of one run
  Inserter(Connection connection, Exchange.Tools tools, RecentKeys recent, Fresh fresh, @Nullable Long run)
      throws SQLException {
    this.reader = new Reader(connection, tools, recent);
    this.recent = recent;
    this.fresh = fresh;
    this.run = run;
    this.begin = connection.prepareStatement("begin immediate");
    this.commit = connection.prepareStatement("commit");
    this.answered = connection.prepareStatement(ANSWERED);
    this.failed = connection.prepareStatement(FAILED);
    this.fact = connection.prepareStatement(FACT);
    this.lane = connection.prepareStatement(LANE);
    this.used = connection.prepareStatement(UsedTable.ADD);
  }

  /// Nobody else writes from here to the commit, so what was committed is all known then.
  /// @return the highest id in the file
  long begin() throws SQLException {
    begin.executeUpdate();
    last = reader.top();
    recent.catchUp(last, reader);
    return last;
  }

  void commit() throws SQLException {
    commit.executeUpdate();
    recent.kept(last);
  }

  /// @return a success of that key that was kept before
  @Nullable
  Packed put(long id, Job.Work.Call call) throws SQLException {
    Attempt attempt = call.attempt();
    Packed sooner = fresh.isNew(attempt.key()) ? null : reader.known(attempt.key());
    last = id;
    return switch (attempt.ending()) {
      case Ending.Answered ending -> {
        insert(id, call, ending, sooner == null);
        if (sooner == null) {
          recent.add(attempt.key(), id);
        }
        yield sooner;
      }
      case Ending.Failed ending -> {
        bind(failed, id, call);
        failed.setString(12, ending.failure().word());
        failed.setString(13, ending.message());
        Reply.Usage charged = ending.charged();
        bind(failed, 14, charged == null ? null : (long) charged.promptTokens());
        bind(failed, 15, charged == null ? null : (long) charged.completionTokens());
        bind(failed, 16, charged == null ? null : charged.estimated() ? 1L : 0L);
        failed.executeUpdate();
        yield sooner;
      }
    };
  }

  private void insert(long id, Job.Work.Call call, Ending.Answered ending, boolean decides) throws SQLException {
    bind(answered, id, call);
    answered.setBoolean(12, decides);
    answered.setString(13, ending.finishReason());
    answered.setString(14, ending.servedModel());
    answered.setInt(15, ending.usage().promptTokens());
    answered.setInt(16, ending.usage().completionTokens());
    answered.setBoolean(17, ending.usage().estimated());
    answered.setBoolean(18, ending.simulated());
    answered.executeUpdate();
  }

  private void bind(PreparedStatement s, long id, Job.Work.Call call) throws SQLException {
    Attempt attempt = call.attempt();
    Asked asked = attempt.asked();
    s.setLong(1, id);
    s.setBytes(2, attempt.key().bytes());
    s.setLong(3, lane(Lane.of(asked)));
    bind(s, 4, run);
    s.setObject(5, Packed.row(asked.row()));
    s.setInt(6, asked.sample());
    s.setInt(7, attempt.number());
    s.setLong(8, attempt.timing().started().toEpochMilli());
    bind(s, 9, micros(attempt.timing().firstByte()));
    bind(s, 10, micros(attempt.timing().total()));
    s.setBytes(11, call.exchange());
  }

  private static @Nullable Long micros(@Nullable Duration time) {
    return time == null ? null : time.toNanos() / 1000;
  }

  private static void bind(PreparedStatement s, int at, @Nullable Long value) throws SQLException {
    if (value == null) {
      s.setNull(at, Types.INTEGER);
    } else {
      s.setLong(at, value);
    }
  }

  private long lane(Lane of) throws SQLException {
    Long known = lanes.get(of);
    if (known == null) {
      lane.setString(1, of.kind().word());
      lane.setString(2, of.teacher());
      lane.setString(3, of.endpoint());
      lane.setString(4, of.step());
      lane.executeUpdate();
      known = reader.number(of);
      lanes.put(of, known);
    }
    return known;
  }

  void put(Job.Work.Fact of) throws SQLException {
    fact.setString(1, of.about());
    fact.setString(2, of.name());
    fact.setString(3, of.value());
    fact.executeUpdate();
  }

  /// Adds what the calls of this commit used.
  void add(@Nullable String name, Map<Payer, Used> sums) throws SQLException {
    UsedTable.add(used, name, sums);
  }

  /// Closes what was prepared; what goes wrong with that is told along with the `cause`.
  void release(Throwable cause) {
    try {
      reader.release();
      for (PreparedStatement each : List.of(begin, commit, answered, failed, fact, lane, used)) {
        each.close();
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
