package dev.retort.run.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/// Which record decides a key: a table of half hashes, sorted, which is brought up to date now and then.
///
/// Keys come in no order. Kept up with each commit, such an index costs a page of 4 KB written for each record of some 600
/// bytes; thousands at once share their pages. What is not in it yet stands in [RecentKeys].
final class KeyIndex {
  /// `keys_upto` has one row: all records up to that one are in `keys`. The column has a new name so that an older Retort
  /// that still has the file open fails: it relies on the index that is dropped, and would decide a key a second time.
  static final String SCRIPT = """
      create table keys (key blob primary key, attempt integer not null) without rowid;
      create table keys_upto (attempt integer not null);
      insert or ignore into keys select substr(key, 1, 16), id from attempts where decides order by 1, 2;
      insert into keys_upto select coalesce(max(id), 0) from attempts;
      drop index attempts_that_decide;
      alter table attempts rename column decides to decisive;
      """;

  static final String TAKE_IN = """
      insert or ignore into keys select substr(key, 1, 16), id from attempts
      where id > (select attempt from keys_upto) and decisive order by 1, 2""";

  private KeyIndex() {}

  /// Takes in all that was kept since, in a transaction of its own.
  /// @return the last record it now goes up to
  static long update(Connection connection) throws SQLException {
    SqliteFile.execute(connection, "begin immediate");
    try {
      SqliteFile.execute(connection, TAKE_IN);
      SqliteFile.execute(connection, "update keys_upto set attempt = (select coalesce(max(id), 0) from attempts)");
      long upto = SqliteFile.number(connection, "select attempt from keys_upto");
      SqliteFile.execute(connection, "commit");
      return upto;
    } catch (SQLException | RuntimeException | Error e) {
      SqliteFile.undo(connection, e);
      throw e;
    }
  }
}
