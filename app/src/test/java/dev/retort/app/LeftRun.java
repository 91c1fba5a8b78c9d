package dev.retort.app;

import dev.retort.row.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What a run beside [WaitingModels] left behind.
///
/// @param folder with the run in `run`, its log in `log.jsonl`, and what it printed in `out` and `err`
record LeftRun(Path folder, WaitingModels server) {

  /// What `--json` printed.
  JsonNode printed() {
    return Json.read(text("out"));
  }

  /// What was shown while it ran.
  String shown() {
    return text("err");
  }

  JsonNode state() {
    return Json.read(text("run/run.json"));
  }

  List<JsonNode> log() {
    return text("log.jsonl").lines().map(Json::read).toList();
  }

  private String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The exported files, one after the other.
  String export() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder.resolve("run/export"))) {
      files.sorted().forEach(file -> all.append(file.getFileName()).append('\n')
          .append(text(folder.relativize(file).toString())));
    }
    return all.toString();
  }

  /// A column of the ledger's attempts.
  List<Long> column(String column, String where) throws Exception {
    List<Long> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("run/ledger.db"));
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("select %s from attempts where %s".formatted(column, where))) {
      while (found.next()) {
        values.add(found.getLong(1));
      }
    }
    return values;
  }

  /// How far the earliest and the latest time of day that the run wrote down lie apart.
  Duration spread() throws Exception {
    List<Instant> times = new ArrayList<>(column("started_ms", "true").stream().map(Instant::ofEpochMilli).toList());
    log().forEach(line -> times.add(Instant.parse(line.required("time").stringValue())));
    times.add(Instant.parse(state().required("started").stringValue()));
    times.add(Instant.parse(state().required("ended").stringValue()));
    times.sort(null);
    return Duration.between(times.getFirst(), times.getLast());
  }
}
