package dev.retort.study;

import dev.retort.UserError;
import dev.retort.files.Format;
import dev.retort.files.Globs;
import dev.retort.files.Item;
import dev.retort.files.Items;
import dev.retort.files.Position;
import dev.retort.recipe.PreferenceFiles;
import dev.retort.row.JsonTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads files of judgements row by row.
public final class JudgementFiles {
  private final PreferenceFiles options;
  private final List<String> broken = new ArrayList<>();
  private long unreadable;

  public JudgementFiles(PreferenceFiles options) {
    this.options = options;
  }

  /// The files that globs name, each once, in the order given.
  /// @param base the folder from which relative paths start
  public List<Path> files(Path base) {
    Set<Path> files = new LinkedHashSet<>();
    options.path().forEach(path -> files.addAll(Globs.expand(base.resolve(path))));
    return List.copyOf(files);
  }

  /// Tells of every judgement of a file.
  /// @throws UserError when the file cannot be read, or its first row lacks a column
  public void read(Path file, Consumer<Judgement> consumer) {
    boolean first = true;
    try (Items items = Format.AUTO.open(file, _ -> {})) {
      for (Item item = items.next(); item != null; item = items.next()) {
        switch (item) {
          case Item.Bad bad -> broken(bad.where(), bad.why());
          case Item.Good row -> {
            if (first) {
              requireColumns(row);
            }
            first = false;
            judgement(file, row, consumer);
          }
        }
      }
    }
  }

  /// Rows that are no judgement: broken, without a name or a prompt, or with a value that is no number.
  public long unreadable() {
    return unreadable;
  }

  /// Where the first of them stand, and why.
  public List<String> broken() {
    return List.copyOf(broken);
  }

  private void broken(Position where, String why) {
    unreadable++;
    if (broken.size() < 5) {
      broken.add(where + ": " + why);
    }
  }

  private void requireColumns(Item.Good row) {
    PreferenceFiles.Columns columns = options.columns();
    for (String wanted : List.of(columns.a(), columns.b(), columns.prompt(), columns.value())) {
      if (!row.values().containsKey(wanted)) {
        throw new UserError(("%s: found the columns %s, wanted '%s' among them. Name the columns under"
            + " `study: {preferences: {a, b, prompt, value}}`.").formatted(row.where(), row.values().keySet(), wanted));
      }
    }
  }

  private void judgement(Path file, Item.Good row, Consumer<Judgement> consumer) {
    PreferenceFiles.Columns columns = options.columns();
    Map<String, @Nullable Object> values = row.values();
    Object annotator = values.get(columns.annotator());
    String who = annotator instanceof String text && !text.isEmpty() ? text : folder(file);
    if (!(values.get(columns.a()) instanceof String a && values.get(columns.b()) instanceof String b
        && values.get(columns.prompt()) instanceof String prompt)) {
      broken(row.where(), "found no text in '%s', '%s' or '%s', wanted one in each".formatted(columns.a(), columns.b(),
          columns.prompt()));
      return;
    }
    Object value = values.get(columns.value());
    try {
      consumer.accept(new Judgement(file, who, a, b, prompt, number(value)));
    } catch (NumberFormatException e) {
      broken(row.where(), "found '%s' in '%s', wanted a number, or nothing where it is undecided".formatted(value,
          columns.value()));
    }
  }

  private static @Nullable Double number(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case JsonTree.Num number -> finite(Double.parseDouble(number.literal()));
      case Number number -> finite(number.doubleValue());
      case String text when text.isBlank() -> null;
      case String text -> finite(Double.parseDouble(text.strip()));
      default -> throw new NumberFormatException("not a number");
    };
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new NumberFormatException("not finite");
    }
    return value;
  }

  private static String folder(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    Path name = parent == null ? null : parent.getFileName();
    return name == null ? "unnamed" : name.toString();
  }
}
