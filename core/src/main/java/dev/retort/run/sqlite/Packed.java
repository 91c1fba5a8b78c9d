package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Asked;
import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.Ledger.Key;
import dev.retort.run.Ledger.Kind;
import dev.retort.run.Ledger.Timing;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A record as it lies in the file, its texts still compressed.
/// @param bare the attempt with empty texts
record Packed(long id, Attempt bare, Texts texts) {
  /// The columns `of` reads, in its order, of the table `attempts` called `a`.
  static final String COLUMNS = """
      a.id, a.key, a.row, a.sample, a.attempt, a.failure, a.message, a.finish_reason, a.served_model, a.prompt_tokens,
      a.completion_tokens, a.tokens_estimated, a.simulated, a.started_ms, a.first_byte_us, a.total_us, a.exchange,
      a.request, a.response""";
  private static final int AFTER = 20;
  private static final int OVERHEAD_BYTES = 600;

  /// Request and response: in one frame, or in two as version 1 kept them.
  private sealed interface Texts {
    record One(byte[] exchange) implements Texts {}

    record Two(byte[] request, byte @Nullable [] response) implements Texts {}
  }

  /// A row of a query for `COLUMNS` and those of a lane: kind, teacher, endpoint, step.
  static Packed of(ResultSet r) throws SQLException {
    return of(r, new Lane(Kind.valueOf(upper(r.getString(AFTER))), r.getString(AFTER + 1), r.getString(AFTER + 2),
        r.getString(AFTER + 3)));
  }

  /// A row of a query for `COLUMNS`.
  static Packed of(ResultSet r, Lane lane) throws SQLException {
    Asked asked = lane.asked(row(r.getObject(3)), r.getInt(4));
    Key key = new Key(r.getBytes(2));
    byte[] exchange = r.getBytes(17);
    Texts texts = exchange != null ? new Texts.One(exchange) : new Texts.Two(r.getBytes(18), r.getBytes(19));
    return new Packed(r.getLong(1), new Attempt(key, asked, r.getInt(5), "", ending(r), timing(r)), texts);
  }

  private static Ending ending(ResultSet r) throws SQLException {
    String failure = r.getString(6);
    if (failure != null) {
      return new Ending.Failed(failure(failure), r.getString(7), null,
          r.getObject(10) == null ? null : usage(r));
    }
    return new Ending.Answered("", usage(r), r.getString(8), r.getString(9), r.getBoolean(13));
  }

  private static Reply.Usage usage(ResultSet r) throws SQLException {
    return new Reply.Usage(r.getInt(10), r.getInt(11), r.getBoolean(12));
  }

  private static Timing timing(ResultSet r) throws SQLException {
    long micros = r.getLong(15);
    Duration firstByte = r.wasNull() ? null : Duration.ofNanos(micros * 1000);
    return new Timing(Instant.ofEpochMilli(r.getLong(14)), firstByte, Duration.ofNanos(r.getLong(16) * 1000));
  }

  static Failure failure(String word) {
    return Failure.valueOf(upper(word));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  /// A row's id as it is kept: in binary when it is 32 hex digits, as ids of rows are.
  static Object row(String id) {
    return isHash(id) ? HexFormat.of().parseHex(id) : id;
  }

  private static boolean isHash(String id) {
    if (id.length() != 32) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static String row(Object kept) {
    return kept instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : kept.toString();
  }

  boolean answered() {
    return bare.ending() instanceof Ending.Answered;
  }

  /// What it takes in memory, about.
  long bytes() {
    return OVERHEAD_BYTES + switch (texts) {
      case Texts.One one -> one.exchange().length;
      case Texts.Two two -> two.request().length + (two.response() == null ? 0 : two.response().length);
    };
  }

  Attempt whole(Exchange.Tools tools) {
    Exchange exchange = switch (texts) {
      case Texts.One one -> Exchange.of(one.exchange(), tools);
      case Texts.Two two -> new Exchange(Exchange.text(two.request(), tools),
          two.response() == null ? null : Exchange.text(two.response(), tools));
    };
    return new Attempt(bare.key(), bare.asked(), bare.number(), exchange.request(), ending(exchange.response()),
        bare.timing());
  }

  private Ending ending(@Nullable String body) {
    return switch (bare.ending()) {
      case Ending.Failed failed -> new Ending.Failed(failed.failure(), failed.message(), body, failed.charged());
      case Ending.Answered answered -> {
        if (body == null) {
          throw new IllegalStateException("ledger record %d is damaged: no response".formatted(id));
        }
        yield new Ending.Answered(body, answered.usage(), answered.finishReason(), answered.servedModel(),
            answered.simulated());
      }
    };
  }
}
