package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Asked;
import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.Ledger.Key;
import dev.retort.run.Ledger.Kind;
import dev.retort.run.Ledger.Timing;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection to read by, used by one thread at a time.
final class Reader implements AutoCloseable {
  /// The first success, else the last failure.
  private static final String DECISIVE = """
      select * from calls where key = ?
      order by failure is not null, case when failure is null then id else -id end limit 1""";

  private final Connection connection;
  private final PreparedStatement decisive;
  private final PreparedStatement fact;

  Reader(Connection connection) throws SQLException {
    this.connection = connection;
    this.decisive = connection.prepareStatement(DECISIVE);
    this.fact = connection.prepareStatement("select value from facts where about = ? and name = ?");
  }

  Connection connection() {
    return connection;
  }

  @Nullable
  Attempt find(Key key) throws SQLException {
    decisive.setBytes(1, key.bytes());
    try (ResultSet result = decisive.executeQuery()) {
      return result.next() ? attempt(result) : null;
    }
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
    try (PreparedStatement all = connection.prepareStatement("select * from calls order by id");
        ResultSet result = all.executeQuery()) {
      while (result.next()) {
        consumer.accept(attempt(result));
      }
    }
  }

  private static Attempt attempt(ResultSet r) throws SQLException {
    Asked asked = new Asked(Kind.valueOf(upper(r.getString("kind"))), r.getString("teacher"), r.getString("endpoint"),
        r.getString("step"), r.getString("row"), r.getInt("sample"));
    return new Attempt(new Key(HexFormat.of().formatHex(r.getBytes("key"))), asked, r.getInt("attempt"),
        Zipped.text(r.getBytes("request")), ending(r), timing(r));
  }

  private static Ending ending(ResultSet r) throws SQLException {
    byte[] response = r.getBytes("response");
    String body = response == null ? null : Zipped.text(response);
    String failure = r.getString("failure");
    if (failure != null) {
      return new Ending.Failed(Failure.valueOf(upper(failure)), r.getString("message"), body);
    }
    if (body == null) {
      throw new IllegalStateException("ledger record %d is damaged: no response".formatted(r.getLong("id")));
    }
    Reply.Usage usage = new Reply.Usage(r.getInt("prompt_tokens"), r.getInt("completion_tokens"),
        r.getBoolean("tokens_estimated"));
    return new Ending.Answered(body, usage, r.getString("finish_reason"), r.getString("served_model"),
        r.getBoolean("simulated"));
  }

  private static Timing timing(ResultSet r) throws SQLException {
    long micros = r.getLong("first_byte_us");
    Duration firstByte = r.wasNull() ? null : Duration.ofNanos(micros * 1000);
    return new Timing(Instant.ofEpochMilli(r.getLong("started_ms")), firstByte,
        Duration.ofNanos(r.getLong("total_us") * 1000));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
