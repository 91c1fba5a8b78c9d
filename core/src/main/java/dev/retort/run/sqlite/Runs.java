package dev.retort.run.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The runs that share a ledger, by name.
final class Runs {
  private Runs() {}

  /// Gives the run's number in the file, entering it where it is new.
  static long enter(Connection connection, String name) throws SQLException {
    Long known = number(connection, name);
    if (known != null) {
      return known;
    }
    try (PreparedStatement insert = connection.prepareStatement("insert or ignore into runs (name) values (?)")) {
      insert.setString(1, name);
      insert.executeUpdate();
    }
    Long entered = number(connection, name);
    if (entered == null) {
      throw new IllegalStateException("the ledger lost the run '%s'".formatted(name));
    }
    return entered;
  }

  private static @Nullable Long number(Connection connection, String name) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select id from runs where name = ?")) {
      select.setString(1, name);
      try (ResultSet result = select.executeQuery()) {
        return result.next() ? result.getLong(1) : null;
      }
    }
  }
}
