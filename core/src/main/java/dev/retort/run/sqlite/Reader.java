package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Key;
import dev.retort.teacher.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection to read by, used by one thread at a time.
final class Reader implements AutoCloseable {
  private static final String SELECT = "select " + Packed.COLUMNS
      + ", l.kind, l.teacher, l.endpoint, l.step from attempts a join lanes l on l.id = a.lane ";

  private final Connection connection;
  private final Exchange.Tools tools;
  private final RecentKeys recent;
  private final PreparedStatement byId;
  private final PreparedStatement byIndex;
  private final PreparedStatement deciding;
  private final PreparedStatement indexed;
  private final PreparedStatement failure;
  private final PreparedStatement failures;
  private final PreparedStatement ahead;
  private final PreparedStatement lane;
  private final PreparedStatement top;
  private final PreparedStatement fact;
  private final List<PreparedStatement> statements = new ArrayList<>();

  Reader(Connection connection, Exchange.Tools tools, RecentKeys recent) throws SQLException {
    this.connection = connection;
    this.tools = tools;
    this.recent = recent;
    this.byId = prepare(SELECT + "where a.id = ? and a.key = ?");
    this.byIndex = prepare(SELECT + "where a.id = (select attempt from keys where key = ?) and a.key = ?");
    this.deciding = prepare("select key, id from attempts where id > ? and decisive");
    this.indexed = prepare("select attempt from keys_upto");
    this.failure = prepare(
        SELECT + "where substr(a.key, 1, 16) = ? and a.key = ? and a.failure is not null order by a.id desc limit 1");
    this.failures = prepare("select failure from attempts"
        + " where substr(key, 1, 16) = ? and key = ? and failure is not null order by id");
    this.ahead = prepare("select " + Packed.COLUMNS
        + " from attempts a where a.decisive and a.lane = ? and a.id > ? order by a.id limit ?");
    this.lane = prepare(
        "select id from lanes where kind = ? and teacher = ? and endpoint = ? and step = ?");
    this.top = prepare("select coalesce(max(id), 0) from attempts");
    this.fact = prepare("select value from facts where about = ? and name = ?");
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statements.add(statement);
    return statement;
  }

  /// Closes what was prepared, and leaves the connection open.
  void release() throws SQLException {
    for (PreparedStatement each : statements) {
      each.close();
    }
  }

  Connection connection() {
    return connection;
  }

  /// The first success, else the last failure.
  @Nullable
  Packed find(Key key) throws SQLException {
    Packed found = success(key);
    return found != null ? found : one(failure, key);
  }

  /// The record that decides, whoever kept it. Not for a transaction that has inserted: it would take its own records for
  /// committed ones.
  @Nullable
  Packed success(Key key) throws SQLException {
    long seen = recent.seen(); // before the look, for another thread may catch up between it and here
    Packed known = known(key);
    if (known != null) {
      return known;
    }
    long top = top();
    if (top <= seen) {
      return null;
    }
    recent.catchUp(top, this);
    return known(key);
  }

  /// The same among what is in the index, and what [RecentKeys] has seen.
  @Nullable
  Packed known(Key key) throws SQLException {
    Long id = recent.id(key);
    Packed kept = id == null ? null : one(id, key);
    return kept != null ? kept : one(byIndex, key);
  }

  /// The key is compared, too: a record taken back leaves its number to another.
  private @Nullable Packed one(long id, Key key) throws SQLException {
    byId.setLong(1, id);
    byId.setBytes(2, key.bytes());
    try (ResultSet result = byId.executeQuery()) {
      return result.next() ? Packed.of(result) : null;
    }
  }

  /// Up to which record the index of keys goes.
  long indexed() throws SQLException {
    return number(indexed);
  }

  /// Gives the records after one of them that decide, and their keys.
  void deciding(long after, BiConsumer<Key, Long> consumer) throws SQLException {
    deciding.setLong(1, after);
    try (ResultSet result = deciding.executeQuery()) {
      while (result.next()) {
        consumer.accept(new Key(result.getBytes(1)), result.getLong(2));
      }
    }
  }

  List<Failure> failures(Key key) throws SQLException {
    bind(failures, key);
    List<Failure> read = new ArrayList<>();
    try (ResultSet result = failures.executeQuery()) {
      while (result.next()) {
        read.add(Packed.failure(result.getString(1)));
      }
    }
    return read;
  }

  private static void bind(PreparedStatement statement, Key key) throws SQLException {
    byte[] whole = key.bytes();
    statement.setBytes(1, Arrays.copyOf(whole, 16));
    statement.setBytes(2, whole);
  }

  private static @Nullable Packed one(PreparedStatement statement, Key key) throws SQLException {
    bind(statement, key);
    try (ResultSet result = statement.executeQuery()) {
      return result.next() ? Packed.of(result) : null;
    }
  }

  /// The lane's number; 0 where it has none yet.
  long number(Lane of) throws SQLException {
    lane.setString(1, of.kind().word());
    lane.setString(2, of.teacher());
    lane.setString(3, of.endpoint());
    lane.setString(4, of.step());
    return number(lane);
  }

  /// The id of the record kept last, which is also how many there are: none is ever deleted.
  long top() throws SQLException {
    return number(top);
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  /// Successes of a lane in the order they were kept, after one of them.
  /// @param bytes enough of them
  List<Packed> ahead(Lane of, long number, long after, int most, long bytes) throws SQLException {
    ahead.setLong(1, number);
    ahead.setLong(2, after);
    ahead.setInt(3, most);
    List<Packed> read = new ArrayList<>(most);
    long taken = 0;
    try (ResultSet result = ahead.executeQuery()) {
      while (taken < bytes && result.next()) {
        Packed one = Packed.of(result, of);
        taken += one.bytes();
        read.add(one);
      }
    }
    return read;
  }

  @Nullable
  String fact(String about, String name) throws SQLException {
    fact.setString(1, about);
    fact.setString(2, name);
    try (ResultSet result = fact.executeQuery()) {
      return result.next() ? result.getString(1) : null;
    }
  }

  void each(Consumer<Attempt> consumer) throws SQLException {
    try (PreparedStatement all = connection.prepareStatement(SELECT + "order by a.id");
        ResultSet result = all.executeQuery()) {
      while (result.next()) {
        consumer.accept(Packed.of(result).whole(tools));
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
