package dev.retort.teacher.recorded;

import dev.retort.UserError;
import dev.retort.files.FileHash;
import dev.retort.files.Globs;
import dev.retort.row.Row;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.TeacherKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers that were given before, looked up in a dataset file by prompt.
///
/// One block whose path is a glob makes a teacher of each file, named as the file without its ending. The columns are
/// recognised row by row: `instruction` (and `input`) with `output` (AlpacaEval, Alpaca), `prompt` with `response` or
/// `completion`, or `messages`, where every assistant turn answers what stands before it. A prompt answered more than
/// once gets the first answer of the file; how many there are stands in the raw reply.
///
/// @param path a JSON, JSON lines, CSV or Parquet file, also `.gz` or `.zst`, or a glob
/// @param prompt column of the prompt, a text or a list of messages, where it is not recognised
/// @param response column of the answer, where it is not recognised
@TeacherKind("recorded")
public record Recorded(String path, @Nullable String prompt, @Nullable String response) implements Backend {

  public Recorded {
    if (path.isBlank()) {
      throw new IllegalArgumentException("path must name a file, not be empty");
    }
  }

  @Override
  public boolean live() {
    return false;
  }

  @Override
  public List<Member> members(String name, Path base) {
    if (!isGlob(base)) {
      return List.of(new Member(name, this));
    }
    Map<String, Path> files = new LinkedHashMap<>();
    List<Member> members = new ArrayList<>();
    for (Path file : Globs.expand(file(base))) {
      String stem = stem(file);
      Path other = files.put(stem, file);
      if (other != null) {
        throw new UserError(
            "teachers.%s: found two files that make a teacher '%s': %s and %s. Narrow the glob or rename one."
                .formatted(name, stem, other, file));
      }
      members.add(new Member(stem, new Recorded(written(file, base), prompt, response)));
    }
    return members;
  }

  /// A found file as the glob was written: from the recipe's folder or absolute.
  private String written(Path file, Path base) {
    return Path.of(path).isAbsolute()
        ? file.toString()
        : base.toAbsolutePath().normalize().relativize(file).toString().replace('\\', '/');
  }

  private Path file(Path base) {
    return base.resolve(path).toAbsolutePath().normalize();
  }

  private boolean isGlob(Path base) {
    return Globs.isGlob(file(base));
  }

  /// What is wrong with a glob is told where its members are looked for.
  @Override
  public List<String> problems(Path base) {
    try {
      if (!isGlob(base)) {
        Globs.expand(file(base));
      }
      return List.of();
    } catch (UserError e) {
      return e.lines();
    }
  }

  @Override
  public List<Path> files(Path base) {
    return List.of(file(base));
  }

  @Override
  public Endpoint open(Opening opening) {
    Path file = Globs.expand(file(opening.base())).getFirst();
    String identity = "recorded %s prompt=%s response=%s".formatted(sha256(file), prompt == null ? "" : prompt,
        response == null ? "" : response);
    byte[] digest = Row.sha256().digest(identity.getBytes(StandardCharsets.UTF_8));
    String name = HexFormat.of().formatHex(digest, 0, 8);
    return new RecordedEndpoint(opening.name(), identity, this, file,
        opening.work().resolve("answers-v1-" + name + ".db"));
  }

  private static String sha256(Path file) {
    try {
      return FileHash.compute(file);
    } catch (IOException e) {
      throw new UserError("%s: could not be read (%s). Check the disk and the file's permissions.".formatted(file, e));
    }
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    for (String ending : List.of(".gz", ".zst", ".jsonl", ".json", ".ndjson", ".csv", ".parquet")) {
      name = name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
    }
    return name;
  }

  @Override
  public boolean billed() {
    return false;
  }
}
