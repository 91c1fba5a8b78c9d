package dev.retort.teacher.recorded;

import dev.retort.UserError;
import dev.retort.files.Format;
import dev.retort.files.Item;
import dev.retort.files.Items;
import dev.retort.files.Position;
import dev.retort.row.Row;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// The answers of a dataset file by prompt, on disk, so that ten million of them need no memory.
final class AnswerIndex implements AutoCloseable {

  private static final int BATCH_ROWS = 1000;
  private static final int BATCH_BYTES = 4 << 20;

  private final Connection connection;
  private final PreparedStatement find;
  private final ReentrantLock lock = new ReentrantLock();

  private AnswerIndex(Connection connection) throws SQLException {
    this.connection = connection;
    find = connection.prepareStatement("SELECT answer, served, count(*) OVER () FROM answers WHERE key = ?"
        + " ORDER BY number LIMIT 1");
  }

  /// An answer to a prompt.
  /// @param answers how many the file has to this prompt; the first is given
  record Found(String text, String served, long answers) {}

  /// Opens the index at `index`, made from `file` when it is missing.
  static AnswerIndex open(Path index, Path file, @Nullable String prompt, @Nullable String response) {
    try {
      if (!Files.isRegularFile(index)) {
        Files.createDirectories(index.toAbsolutePath().getParent());
        build(index, file, prompt, response);
      }
      return new AnswerIndex(DriverManager.getConnection("jdbc:sqlite:file:" + uriPath(index) + "?mode=ro"));
    } catch (SQLException | IOException e) {
      throw new UserError("%s: its answers could not be indexed at %s (%s). Check the disk's free space."
          .formatted(file, index, e.getMessage()));
    }
  }

  private static String uriPath(Path index) {
    return index.toAbsolutePath().toUri().getRawPath();
  }

  private static void build(Path index, Path file, @Nullable String prompt, @Nullable String response)
      throws SQLException, IOException {
    Path aside = Files.createTempFile(index.toAbsolutePath().getParent(), "answers", ".part");
    try {
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + aside)) {
        execute(connection, "PRAGMA journal_mode = OFF");
        execute(connection, "PRAGMA synchronous = OFF");
        execute(connection, "CREATE TABLE answers (number INTEGER PRIMARY KEY, key BLOB NOT NULL,"
            + " answer BLOB NOT NULL, served TEXT NOT NULL)");
        connection.setAutoCommit(false);
        fill(connection, file, prompt, response);
        execute(connection, "CREATE INDEX by_key ON answers (key, number)");
        connection.commit();
      }
      Files.move(aside, index, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static void fill(Connection connection, Path file, @Nullable String prompt, @Nullable String response)
      throws SQLException {
    try (
        PreparedStatement insert = connection
            .prepareStatement("INSERT INTO answers (key, answer, served) VALUES (?, ?, ?)");
        Items rows = Format.AUTO.open(file, _ -> {})) {
      Filler filler = new Filler(insert);
      for (Item row = rows.next(); row != null; row = rows.next()) {
        for (Layout.Answer answer : answers(row, prompt, response)) {
          filler.add(answer);
        }
      }
      insert.executeBatch();
    }
  }

  private static List<Layout.Answer> answers(Item item, @Nullable String prompt, @Nullable String response) {
    return switch (item) {
      case Item.Bad bad -> throw broken(bad.where(), bad.why());
      case Item.Good row -> {
        Layout layout = Layout.of(row.values(), prompt, response);
        if (layout == null) {
          throw new UserError(
              "%s: found the columns %s, wanted %s. Name them: `prompt: COLUMN`, `response: COLUMN`.".formatted(
                  row.where(), row.values().keySet(), wanted(prompt, response)));
        }
        try {
          yield layout.answers(row.values());
        } catch (IllegalArgumentException e) {
          throw broken(row.where(), String.valueOf(e.getMessage()));
        }
      }
    };
  }

  private static UserError broken(Position where, String why) {
    return new UserError("%s: %s. Repair or remove the row.".formatted(where, why));
  }

  private static String wanted(@Nullable String prompt, @Nullable String response) {
    return prompt == null && response == null
        ? "instruction and output, prompt and response, prompt and completion, or messages"
        : "%s and %s".formatted(prompt == null ? "a prompt" : prompt, response == null ? "an answer" : response);
  }

  /// Puts answers into the table, many at a time.
  private static final class Filler {
    private final PreparedStatement insert;
    private int waitingRows;
    private int waitingBytes;

    Filler(PreparedStatement insert) {
      this.insert = insert;
    }

    void add(Layout.Answer answer) throws SQLException {
      byte[] packed = pack(answer.text());
      insert.setBytes(1, key(answer.key()));
      insert.setBytes(2, packed);
      insert.setString(3, answer.served());
      insert.addBatch();
      waitingBytes += packed.length;
      if (++waitingRows >= BATCH_ROWS || waitingBytes >= BATCH_BYTES) {
        insert.executeBatch();
        waitingRows = 0;
        waitingBytes = 0;
      }
    }
  }

  /// The first answer to a prompt; null when there is none.
  @Nullable
  Found find(String key) {
    lock.lock();
    try {
      find.setBytes(1, key(key));
      try (ResultSet rows = find.executeQuery()) {
        return rows.next() ? new Found(unpack(rows.getBytes(1)), rows.getString(2), rows.getLong(3)) : null;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the index of recorded answers cannot be read", e);
    } finally {
      lock.unlock();
    }
  }

  private static byte[] key(String key) {
    return Arrays.copyOf(Row.sha256().digest(key.getBytes(StandardCharsets.UTF_8)), 16);
  }

  private static byte[] pack(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  private static String unpack(byte[] bytes) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the index of recorded answers is broken: remove it and run again", e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try (connection) {
      find.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the index of recorded answers cannot be closed", e);
    } finally {
      lock.unlock();
    }
  }
}
