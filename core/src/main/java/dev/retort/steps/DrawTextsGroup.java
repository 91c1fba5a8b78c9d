package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.OfTable.Data;
import dev.retort.step.OfTable.Rows;
import dev.retort.step.OfTable.Sink;
import dev.retort.step.OfTable.Tables;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The drawn texts of one group on their way into a row.
final class DrawTextsGroup {
  static final List<Column> COLUMNS = List.of(new Column("texts", new Type.ListOf(Type.Scalar.TEXT)),
      Column.integer("texts_in_group"), Column.integer("texts_cut"), Column.bool("simulated"),
      new Column(Source.COLUMN, Source.LIST));
  /// Characters of drawn texts held at once.
  private static final long MOST_HELD = 32_000_000;
  /// Groups held at once, where they are small.
  private static final long MOST_GROUPS = 10_000;

  private final MessageDigest digest = Row.sha256();
  private final List<@Nullable Object> texts = new ArrayList<>();
  private final Set<Source> sources = new TreeSet<>();
  private final @Nullable Object value;
  private final long total;
  private long cut;
  private boolean simulated;

  private DrawTextsGroup(Row first, String step, @Nullable String by) {
    this.value = by == null ? null : first.get("draw_by");
    this.total = (Long) Objects.requireNonNull(first.get("draw_total"));
    digest.update((step + '\n' + value + '\n').getBytes(StandardCharsets.UTF_8));
  }

  private void add(Row drawn) {
    digest.update((drawn.id() + '\n').getBytes(StandardCharsets.UTF_8));
    texts.add(drawn.text("draw_text"));
    cut += Boolean.TRUE.equals(drawn.get("draw_cut")) ? 1 : 0;
    simulated |= Boolean.TRUE.equals(drawn.get("simulated"));
    sources.addAll(Source.of(drawn));
  }

  private Row row(Schema made, @Nullable String by) {
    String id = HexFormat.of().formatHex(digest.digest(), 0, 16);
    Row row = new Row(id, made, new @Nullable Object[made.columns().size()]).set("texts", texts)
        .set("texts_in_group", total).set("texts_cut", cut).set("simulated", simulated)
        .set(Source.COLUMN, Source.union(List.copyOf(sources)));
    return by == null ? row : row.set(by, value);
  }

  /// The columns of a drawn text.
  /// @param group the type of the groups' column
  static Schema drawn(@Nullable Type group) {
    List<Column> columns = new ArrayList<>(List.of(Column.integer("draw_group"), Column.integer("draw_total"),
        Column.text("draw_text"), Column.bool("draw_cut"), Column.bool("simulated"),
        new Column(Source.COLUMN, Source.LIST)));
    if (group != null) {
      columns.add(new Column("draw_by", group));
    }
    return new Schema(columns);
  }

  /// Puts drawn texts into rows, going through them as often as is needed to hold only a few groups at once.
  /// @param made the columns of a group
  /// @param by the column a group's value goes to
  /// @param characters a group has at most
  record Gathering(Data drawn, Schema made, @Nullable String by, long characters) {
    void all(Sink sink, Tables tables) {
      int held = (int) Math.clamp(MOST_HELD / characters, 1, MOST_GROUPS);
      boolean more = true;
      for (long from = 0; more; from += held) {
        more = some(from, new @Nullable DrawTextsGroup[held], sink, tables);
      }
    }

    /// @return whether there are groups behind these
    private boolean some(long from, @Nullable DrawTextsGroup[] groups, Sink sink, Tables tables) {
      boolean more = false;
      try (Rows rows = tables.scan(drawn)) {
        for (Row row = rows.next(); row != null; row = rows.next()) {
          long place = (Long) Objects.requireNonNull(row.get("draw_group")) - from;
          more |= place >= groups.length;
          if (place >= 0 && place < groups.length) {
            add(row, (int) place, groups, tables.step());
          }
        }
      }
      for (DrawTextsGroup group : groups) {
        if (group != null) {
          sink.add(group.row(made, by));
        }
      }
      return more;
    }

    private void add(Row row, int place, @Nullable DrawTextsGroup[] groups, String step) {
      DrawTextsGroup group = groups[place];
      if (group == null) {
        group = new DrawTextsGroup(row, step, by);
        groups[place] = group;
      }
      group.add(row);
    }
  }
}
