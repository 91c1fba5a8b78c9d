package dev.retort.steps;

import dev.retort.UserError;
import dev.retort.files.Ingest;
import dev.retort.files.Item;
import dev.retort.files.Survey;
import dev.retort.layout.Layout;
import dev.retort.layout.LayoutName;
import dev.retort.layout.Layouts;
import dev.retort.layout.NotInLayout;
import dev.retort.row.Column;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.OfTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns records into rows: the chat into `messages`, every other key into a column.
final class ReadRows {
  private static final long TOLD_EVERY = 1024;

  private final Layouts.Recognised layout;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Schema schema;
  private final List<@Nullable Object> sources;

  ReadRows(Read read, Survey survey, String step) {
    Map<String, Type> columns = survey.columns();
    this.layout = layout(read, survey, columns.keySet());
    this.sources = Source.union(List.of(), new Source(step, "prompt"));
    this.schema = schema(columns);
  }

  private static Layouts.Recognised layout(Read read, Survey survey, Set<String> keys) {
    Read.ChatMap map = read.map();
    if (map != null) {
      Layout own = Layouts.mapped(map.messages(), map.role(), map.content(), map.roles());
      return new Layouts.Recognised(LayoutName.CHAT, own, "as 'map' says");
    }
    if (read.layout() == LayoutName.AUTO) {
      return Layouts.recognise(survey.first());
    }
    return new Layouts.Recognised(read.layout(), Layouts.named(read.layout(), keys), "as 'layout' says");
  }

  private Schema schema(Map<String, Type> columns) {
    List<Column> result = new ArrayList<>();
    Set<String> consumed = layout.layout() == null ? Set.of() : layout.layout().consumes();
    Set<String> taken = new HashSet<>(Set.of("id", "_n", Source.COLUMN));
    if (layout.layout() != null) {
      need(columns.keySet(), consumed);
      result.add(new Column("messages", Message.LIST));
      taken.add("messages");
    }
    columns.forEach((key, type) -> {
      if (!consumed.contains(key)) {
        String name = free(key, taken);
        names.put(key, name);
        result.add(new Column(name, type));
      }
    });
    result.add(new Column(Source.COLUMN, Source.LIST));
    return new Schema(result);
  }

  private void need(Set<String> keys, Set<String> consumed) {
    if (consumed.stream().noneMatch(keys::contains)) {
      throw new UserError(
          "layout %s needs %s, the records have only %s. Choose another layout, or say where the chat is with map."
              .formatted(layout.name().name().toLowerCase(Locale.ROOT), consumed, keys));
    }
  }

  /// The key, or a name made of it where it is reserved, empty, or another but for case.
  private static String free(String key, Set<String> taken) {
    String name = key.isEmpty() ? "unnamed" : key;
    if (taken.add(name.toLowerCase(Locale.ROOT))) {
      return name;
    }
    String other = "source_" + name;
    for (int i = 2; !taken.add(other.toLowerCase(Locale.ROOT)); i++) {
      other = "source_" + name + "_" + i;
    }
    return other;
  }

  Schema schema() {
    return schema;
  }

  /// What was recognised, and which columns have other names than in the files.
  String note() {
    StringBuilder note = new StringBuilder("layout ").append(layout.name().name().toLowerCase(Locale.ROOT)).append(": ")
        .append(layout.why());
    names.forEach((key, name) -> {
      if (!key.equals(name)) {
        note.append("; key '").append(key).append("' becomes column '").append(name).append('\'');
      }
    });
    return note.toString();
  }

  Ingest.Taker taker(OfTable.Sink sink, Ingest.Listener listener, OfTable.Tables tables) {
    long[] done = {0};
    return (String id, Item.Good record, Map<String, @Nullable Object> values) -> {
      try {
        sink.add(row(id, record, values));
      } catch (NotInLayout e) {
        listener.bad(new Item.Bad(record.where(), String.valueOf(e.getMessage())));
      }
      if (++done[0] % TOLD_EVERY == 0) {
        tables.progress(done[0]);
      }
    };
  }

  private Row row(String id, Item.Good record, Map<String, @Nullable Object> values) throws NotInLayout {
    @Nullable
    Object[] row = new @Nullable Object[schema.columns().size()];
    int at = 0;
    if (layout.layout() != null) {
      row[at++] = Message.toList(layout.layout().read(record.values()));
    }
    for (String key : names.keySet()) {
      row[at++] = values.get(key);
    }
    row[at] = sources;
    return new Row(id, schema, row);
  }
}
