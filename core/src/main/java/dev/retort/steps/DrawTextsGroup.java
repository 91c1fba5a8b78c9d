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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The drawn texts of one group on their way into a row.
final class DrawTextsGroup {
  static final List<Column> COLUMNS = List.of(new Column("texts", new Type.ListOf(Type.Scalar.TEXT)),
      Column.integer("texts_in_group"), Column.integer("texts_cut"), Column.bool("simulated"),
      new Column(Source.COLUMN, Source.LIST));
  /// Characters of drawn texts held at once.
  private static final long MOST_HELD = 32_000_000;
  /// What a text takes beside its characters.
  private static final int OVERHEAD = 64;
  /// Groups held at once, where they are small.
  private static final long MOST_GROUPS = 10_000;

  private final MessageDigest digest = Row.sha256();
  private final List<@Nullable Object> texts = new ArrayList<>();
  private final Set<Source> sources = new TreeSet<>();
  private final @Nullable Object value;
  private final long total;
  private long cut;
  private long characters;
  private boolean simulated;

  private DrawTextsGroup(Row first, String step, @Nullable String by) {
    this.value = by == null ? null : first.get("draw_by");
    this.total = (Long) Objects.requireNonNull(first.get("draw_total"));
    digest.update((step + '\n' + value + '\n').getBytes(StandardCharsets.UTF_8));
  }

  /// @return what the text takes, in characters
  private int add(Row drawn) {
    digest.update((drawn.id() + '\n').getBytes(StandardCharsets.UTF_8));
    String text = Objects.requireNonNull(drawn.text("draw_text"));
    texts.add(text);
    int size = text.length() + OVERHEAD;
    characters += size;
    cut += Boolean.TRUE.equals(drawn.get("draw_cut")) ? 1 : 0;
    simulated |= Boolean.TRUE.equals(drawn.get("simulated"));
    sources.addAll(Source.of(drawn));
    return size;
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
  /// @param most characters held at once, unless one group has more
  record Gathering(Data drawn, Schema made, @Nullable String by, long most) {
    Gathering(Data drawn, Schema made, @Nullable String by) {
      this(drawn, made, by, MOST_HELD);
    }

    /// @return how often the drawn texts were gone through
    int all(Sink sink, Tables tables) {
      int passes = 0;
      long from = 0;
      long next = 0;
      while (next >= 0) {
        passes++;
        next = some(from, sink, tables);
        from = next;
      }
      return passes;
    }

    /// Holds the groups from one on, and lets go of the last of them whenever they grow too large together.
    /// @return the first group that is still to come; -1 when there is none
    private long some(long from, Sink sink, Tables tables) {
      TreeMap<Long, DrawTextsGroup> groups = new TreeMap<>();
      long end = from + MOST_GROUPS;
      long held = 0;
      boolean more = false;
      try (Rows rows = tables.scan(drawn)) {
        for (Row row = rows.next(); row != null; row = rows.next()) {
          long place = (Long) Objects.requireNonNull(row.get("draw_group"));
          more |= place >= end;
          if (place < from || place >= end) {
            continue;
          }
          DrawTextsGroup group = groups.get(place);
          if (group == null) {
            group = new DrawTextsGroup(row, tables.step(), by);
            groups.put(place, group);
          }
          held += group.add(row);
          while (held > most && groups.size() > 1) {
            Map.Entry<Long, DrawTextsGroup> last = groups.pollLastEntry();
            held -= last.getValue().characters;
            end = last.getKey();
            more = true;
          }
        }
      }
      groups.values().forEach(group -> sink.add(group.row(made, by)));
      return more ? end : -1;
    }
  }
}
