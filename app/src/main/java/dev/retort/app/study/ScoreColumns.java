package dev.retort.app.study;

import dev.retort.UserError;
import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Columns of a table that say how good an answer is: numbers, true and false, or verdicts in words.
final class ScoreColumns {
  private static final Pattern TELLING = Pattern
      .compile("(.*[_.])?(scores?|reward|rating|grade|quality|verdict|correct|passed|verified|accuracy)([_.].*)?");
  /// What steps write beside a score.
  private static final Pattern BESIDE = Pattern.compile(".*_(sample|expected|judge|self|mass|(in)?consistent|asks)");
  private static final Set<String> YES = Set.of("yes", "true", "pass", "passed", "correct");
  private static final Set<String> NO = Set.of("no", "false", "fail", "failed", "incorrect", "wrong");

  private static final String BY = " by ";

  private final List<String> names;

  private ScoreColumns(List<String> names) {
    this.names = names;
  }

  /// Those asked for; else those whose names say that they are scores. Fields of a structure are `column.field`.
  /// @throws UserError when one asked for is not there or holds nothing that can be a score
  static ScoreColumns of(Schema schema, List<String> asked) {
    List<String> fit = new ArrayList<>();
    schema.columns().forEach(column -> add("", column, fit));
    for (String name : asked) {
      if (!fit.contains(name)) {
        throw new UserError(
            "study.scores: found '%s', wanted a column of numbers, of true and false, or of verdicts, one of %s."
                .formatted(name, fit));
      }
    }
    return new ScoreColumns(
        asked.isEmpty() ? fit.stream().filter(name -> schema.has(name + "_judge") || telling(name)).toList() : asked);
  }

  private static boolean telling(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return TELLING.matcher(lower).matches() && !BESIDE.matcher(lower).matches();
  }

  private static void add(String above, Column column, List<String> names) {
    switch (column.type()) {
      case Type.Scalar scalar -> {
        if (scalar != Type.Scalar.JSON && (scalar != Type.Scalar.TEXT || column.name().endsWith("verdict"))) {
          names.add(above + column.name());
        }
      }
      case Type.Struct(List<Column> fields) when above.isEmpty() -> fields
          .forEach(field -> add(column.name() + ".", field, names));
      case Type.Struct _,Type.ListOf _ -> {
      }
    }
  }

  /// A row's scores by name, without those that are unscored or undecided. A judge's score goes by its judge too: what
  /// several judges said of one answer stands apart.
  Map<String, Double> of(Row row) {
    Map<String, Double> scores = new TreeMap<>();
    for (String name : names) {
      double score = score(value(row, name));
      String judge = row.schema().has(name + "_judge") ? row.text(name + "_judge") : null;
      if (!Double.isNaN(score)) {
        scores.put(judge == null ? name : name + BY + judge, score);
      }
    }
    return scores;
  }

  /// The column that a score's name stands for.
  static String column(Schema schema, String score) {
    int by = score.indexOf(BY);
    String name = by < 0 || schema.has(score) ? score : score.substring(0, by);
    int dot = name.indexOf('.');
    return dot < 0 || schema.has(name) ? name : name.substring(0, dot);
  }

  private static @Nullable Object value(Row row, String name) {
    if (row.schema().has(name)) {
      return row.get(name);
    }
    int dot = name.indexOf('.');
    Map<String, @Nullable Object> struct = row.struct(name.substring(0, dot));
    return struct == null ? null : struct.get(name.substring(dot + 1));
  }

  private static double score(@Nullable Object value) {
    return switch (value) {
      case Number number -> number.doubleValue();
      case Boolean verdict -> verdict ? 1 : 0;
      case String verdict when YES.contains(verdict.toLowerCase(Locale.ROOT)) -> 1;
      case String verdict when NO.contains(verdict.toLowerCase(Locale.ROOT)) -> 0;
      case null, default -> Double.NaN;
    };
  }
}
