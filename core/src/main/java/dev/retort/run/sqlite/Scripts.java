package dev.retort.run.sqlite;

import java.util.List;

/// What makes a ledger file, version by version.
final class Scripts {
  private Scripts() {}

  /// The script at position n makes version n + 1 of version n. A published script is never changed.
  static final List<String> ALL = List.of(first(), second(), UsedTable.SCRIPT, KeyIndex.SCRIPT);

  private static String first() {
    return """
        create table calls (
          id integer primary key, key blob not null, kind text not null, teacher text not null, endpoint text not null,
          step text not null, row text not null, sample integer not null, attempt integer not null,
          failure text, message text, finish_reason text, served_model text,
          prompt_tokens integer, completion_tokens integer, tokens_estimated integer, simulated integer,
          started_ms integer not null, first_byte_us integer, total_us integer not null,
          request blob not null, response blob);
        create index calls_by_key on calls (key);
        create table facts (about text not null, name text not null, value text not null, primary key (about, name));
        """;
  }

  /// Who asked whom is kept once a lane, the row's id in binary, request and response in one frame (`exchange`; records
  /// of version 1 keep theirs in two). `decides` marks the first success of a key: there is one at most, by the index,
  /// in which the first half of the hash will do; see [KeyIndex] for what became of both.
  private static String second() {
    return """
        create table lanes (
          id integer primary key, kind text not null, teacher text not null, endpoint text not null,
          step text not null, unique (kind, teacher, endpoint, step));
        create table runs (id integer primary key, name text not null unique);
        create table attempts (
          id integer primary key, key blob not null, lane integer not null, run integer, row blob not null,
          sample integer not null, attempt integer not null, decides integer not null,
          failure text, message text, finish_reason text, served_model text,
          prompt_tokens integer, completion_tokens integer, tokens_estimated integer, simulated integer,
          started_ms integer not null, first_byte_us integer, total_us integer not null,
          exchange blob, request blob, response blob);
        insert into lanes (kind, teacher, endpoint, step)
          select kind, teacher, endpoint, step from calls group by 1, 2, 3, 4 order by min(id);
        insert into attempts
          select c.id, c.key, l.id, null,
            case when length(c.row) = 32 and lower(hex(unhex(c.row))) = c.row then unhex(c.row) else c.row end,
            c.sample, c.attempt, 0, c.failure, c.message, c.finish_reason, c.served_model, c.prompt_tokens,
            c.completion_tokens, c.tokens_estimated, c.simulated, c.started_ms, c.first_byte_us, c.total_us,
            null, c.request, c.response
          from calls c join lanes l using (kind, teacher, endpoint, step) order by c.id;
        update attempts set decides = 1 where id in (select min(id) from calls where failure is null group by key);
        drop table calls;
        create unique index attempts_that_decide on attempts (substr(key, 1, 16)) where decides;
        create index attempts_that_failed on attempts (substr(key, 1, 16)) where failure is not null;
        create index attempts_by_lane on attempts (lane) where decides;
        """;
  }
}
