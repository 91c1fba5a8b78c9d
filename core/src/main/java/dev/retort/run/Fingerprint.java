package dev.retort.run;

import dev.retort.UserError;
import dev.retort.recipe.Canonical;
import dev.retort.row.Json;
import dev.retort.row.Row;
import dev.retort.run.Plan.Node;
import dev.retort.step.OfTable;
import dev.retort.step.Step;
import dev.retort.teacher.Teacher;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a step's result depends on, as one hash: its options and version, its input, its teachers, its files.
final class Fingerprint {
  /// Larger files are known by size, time of change, and their first bytes.
  private static final long HASHED_WHOLE = 64L << 20;

  private Fingerprint() {}

  /// @param input the fingerprint of the table that comes in; empty for a source
  /// @param base the recipe's folder
  static String of(Plan plan, Node node, String input, Path base, long limit) {
    Step step = node.entry().step();
    ObjectNode parts = parts(plan, node, base);
    parts.put("input", input);
    if (step.brings() != null) {
      parts.put("limit", limit);
    }
    if (step instanceof OfTable) {
      parts.put("use", plan.recipe().intendedUse().name()).put("recipe", plan.recipe().recipe());
      plan.teachers().forEach((name, teacher) -> parts.put("terms " + name, Canonical.of(teacher.effectiveTerms())));
    }
    ArrayNode files = parts.withArrayProperty("files");
    for (String name : Fallbacks.asked(step, plan.teachers())) {
      Teacher teacher = plan.teachers().get(name);
      if (teacher != null) {
        parts.put("teacher " + name, Canonical.of((Record) teacher.backend()) + Canonical.of(teacher.sampling())
            + teacher.limits().contextWindow() + teacher.tokenizer() + Fallbacks.canonical(teacher));
        if (teacher.tokenizer() != null) {
          files.add(file(base.resolve(teacher.tokenizer())));
        }
        teacher.backend().files(base).forEach(file -> files.add(file(file)));
      }
    }
    return hash(Json.canonical(parts));
  }

  /// What a step asks of a row, beside the row and who is asked: its options and version, its files, the seed.
  static String question(Plan plan, Node node, Path base) {
    return hash(Json.canonical(parts(plan, node, base)));
  }

  private static ObjectNode parts(Plan plan, Node node, Path base) {
    Step step = node.entry().step();
    ObjectNode parts = Json.MAPPER.createObjectNode();
    parts.put("kind", node.entry().kind()).put("name", node.name()).put("version", step.version());
    parts.put("options", Canonical.of((Record) step)).put("seed", plan.recipe().randomSeed());
    ArrayNode files = parts.putArray("files");
    step.files(base).forEach(file -> files.add(file(file)));
    return parts;
  }

  static String hash(String text) {
    return HexFormat.of().formatHex(Row.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// The hash of a table's files and of what is said of them.
  static String content(Path table, String said) {
    MessageDigest digest = Row.sha256();
    digest.update(said.getBytes(StandardCharsets.UTF_8));
    byte[] buffer = new byte[1 << 16];
    try (Stream<Path> files = Files.list(table)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".parquet")).sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String file(Path file) {
    try {
      long size = Files.size(file);
      MessageDigest digest = Row.sha256();
      byte[] buffer = new byte[1 << 16];
      long left = size <= HASHED_WHOLE ? size : 1 << 20;
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(buffer); read > 0 && left > 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
          left -= read;
        }
      }
      String time = size <= HASHED_WHOLE ? "" : " " + Files.getLastModifiedTime(file).toMillis();
      return file.getFileName() + " " + size + time + " " + HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UserError("%s: cannot be read (%s), wanted a readable file. Correct the path or its permissions."
          .formatted(file, e));
    }
  }
}
