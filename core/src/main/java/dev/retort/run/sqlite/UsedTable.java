package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.Ledger.Kind;
import dev.retort.run.spend.Payer;
import dev.retort.run.spend.Used;
import dev.retort.teacher.Reply;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sums of attempts and tokens by run, teacher and step, kept up with each commit of the ledger.
///
/// A ledger of one run has no name for it, and keeps its sums under the empty one.
final class UsedTable {
  /// Fills itself from the calls of a ledger that did not have it.
  static final String SCRIPT = """
      create table used (run text not null, teacher text not null, step text not null, calls integer not null,
        prompt integer not null, cached integer not null, completion integer not null, estimated integer not null,
        primary key (run, teacher, step)) without rowid;
      insert into used select coalesce(r.name, ''), l.teacher, l.step, count(*), coalesce(sum(a.prompt_tokens), 0), 0,
        coalesce(sum(a.completion_tokens), 0), coalesce(sum(a.tokens_estimated), 0)
        from attempts a join lanes l on l.id = a.lane left join runs r on r.id = a.run
        where l.kind <> 'tokenize' group by 1, 2, 3;
      """;
  static final String ADD = """
      insert into used values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (run, teacher, step) do update set
        calls = calls + excluded.calls, prompt = prompt + excluded.prompt, cached = cached + excluded.cached,
        completion = completion + excluded.completion, estimated = estimated + excluded.estimated""";

  private UsedTable() {}

  /// Counts an attempt to the sums of a commit.
  static void count(Attempt attempt, Map<Payer, Used> sums) {
    if (attempt.asked().kind() != Kind.TOKENIZE) {
      Reply.Usage usage = switch (attempt.ending()) {
        case Ending.Answered answered -> answered.usage();
        case Ending.Failed failed -> failed.charged();
      };
      Used used = usage == null ? new Used(1, 0, 0, 0, 0) : Used.of(usage);
      sums.merge(new Payer(attempt.asked().teacher(), attempt.asked().step()), used, Used::plus);
    }
  }

  /// Adds the sums of a commit, within its transaction.
  /// @param add of `ADD`
  static void add(PreparedStatement add, @Nullable String run, Map<Payer, Used> sums) throws SQLException {
    for (Map.Entry<Payer, Used> sum : sums.entrySet()) {
      Used used = sum.getValue();
      add.setString(1, run == null ? "" : run);
      add.setString(2, sum.getKey().teacher());
      add.setString(3, sum.getKey().step());
      add.setLong(4, used.calls());
      add.setLong(5, used.prompt());
      add.setLong(6, used.cached());
      add.setLong(7, used.completion());
      add.setLong(8, used.estimated());
      add.executeUpdate();
    }
  }

  static Map<Payer, Used> of(Connection connection, @Nullable String run) throws SQLException {
    Map<Payer, Used> used = new LinkedHashMap<>();
    try (PreparedStatement all = connection
        .prepareStatement("select * from used where run = ? order by teacher, step")) {
      all.setString(1, run == null ? "" : run);
      try (ResultSet r = all.executeQuery()) {
        while (r.next()) {
          used.put(new Payer(r.getString("teacher"), r.getString("step")), new Used(r.getLong("calls"),
              r.getLong("prompt"), r.getLong("cached"), r.getLong("completion"), r.getLong("estimated")));
        }
      }
    }
    return used;
  }
}
