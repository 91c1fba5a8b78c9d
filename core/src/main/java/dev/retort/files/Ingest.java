package dev.retort.files;

import dev.retort.DiskFull;
import dev.retort.UserError;
import dev.retort.row.JsonTree;
import dev.retort.row.Type;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads files in two passes: the first learns the columns and the ids, the second hands out the records.
public final class Ingest {
  private final Source source;
  private final Listener listener;
  private final Survey survey;
  private final Set<String> told = new HashSet<>();

  /// What is read.
  /// @param declared types the user gave, by key
  /// @param limit good records after which reading ends
  public record Source(List<Path> files, Format format, Map<String, Type.Scalar> declared, long limit) {
    public Source {
      files = List.copyOf(files);
      declared = Map.copyOf(declared);
    }
  }

  /// Hears of what is not as it should be.
  public interface Listener {
    /// @throws UserError to stop reading
    void bad(Item.Bad bad);

    void note(String note);
  }

  /// Takes the records in order.
  public interface Taker {
    /// @param values in columns' types, by key; keys the record lacks are missing
    void take(String id, Item.Good record, Map<String, @Nullable Object> values);
  }

  public Ingest(Source source, Listener listener) {
    this.source = source;
    this.listener = listener;
    this.survey = new Survey(source.declared());
  }

  /// Looks at the first records only; the columns told are those of the sample.
  public Survey sample(long most) {
    pass(Math.min(most, source.limit()), true, (record, textsOnly) -> true);
    return survey;
  }

  /// Runs the first pass, lets `ready` make what takes the rows, and runs the second.
  /// @param temporary an empty folder for what is noted between the passes
  public void run(Path temporary, Ready ready) {
    try (RowIds ids = new RowIds(temporary)) {
      pass(source.limit(), true, (record, textsOnly) -> {
        ids.add(JsonTree.canonical(record.values()));
        return true;
      });
      Map<String, Type> columns = survey.columns();
      ready.ready(survey, taker -> second(ids, columns, taker));
    } catch (IOException e) {
      throw failed(temporary, e);
    }
  }

  /// Is told the columns, and asks for the rows.
  public interface Ready {
    void ready(Survey survey, Second second);
  }

  /// The second pass, to be run once.
  public interface Second {
    void run(Taker taker);
  }

  private void second(RowIds ids, Map<String, Type> columns, Taker taker) {
    try (RowIds.Reader reader = ids.read()) {
      long taken = pass(source.limit(), false, (record, textsOnly) -> {
        Map<String, @Nullable Object> values = values(record, columns, textsOnly);
        if (values == null) {
          return false;
        }
        taker.take(reader.next(), record, values);
        return true;
      });
      if (taken != survey.records()) {
        throw new UserError("%s: changed while it was read: %d records first, then %d. Run the same command again."
            .formatted(source.files().getFirst(), survey.records(), taken));
      }
    } catch (EOFException e) {
      throw new UserError(
          "%s: grew while it was read. Run the same command again.".formatted(source.files().getFirst()));
    } catch (IOException e) {
      throw failed(source.files().getFirst(), e);
    }
  }

  private @Nullable Map<String, @Nullable Object> values(Item.Good record, Map<String, Type> columns,
      boolean textsOnly) {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (Map.Entry<String, @Nullable Object> entry : record.values().entrySet()) {
      Type.Scalar declared = source.declared().get(entry.getKey());
      try {
        Type type = columns.get(entry.getKey());
        values.put(entry.getKey(), declared != null
            ? Values.declared(entry.getValue(), declared, textsOnly)
            : type == null ? null : Values.typed(entry.getValue(), type));
      } catch (IllegalArgumentException e) {
        // The first pass has told of it.
        return null;
      }
    }
    return values;
  }

  private interface Step {
    boolean take(Item.Good record, boolean textsOnly) throws IOException;
  }

  private long pass(long most, boolean first, Step step) throws UserError {
    long good = 0;
    for (Path file : source.files()) {
      if (good >= most) {
        break;
      }
      good += file(file, most - good, first, step);
    }
    return good;
  }

  private long file(Path file, long most, boolean first, Step step) {
    long good = 0;
    long seen = 0;
    try (Items items = source.format().open(file, this::note)) {
      for (Item item = items.next(); item != null; item = good >= most ? null : items.next()) {
        seen++;
        switch (item) {
          case Item.Good record -> good += taken(record, first, items.textsOnly(), step) ? 1 : 0;
          case Item.Bad bad -> told(bad, first);
        }
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
    if (seen == 0) {
      throw new UserError("%s: empty, wanted at least one row. Leave the file out or fill it.".formatted(file));
    }
    return good;
  }

  private boolean taken(Item.Good record, boolean first, boolean textsOnly, Step step) throws IOException {
    String misfit = first ? survey.add(record.values(), textsOnly) : null;
    if (misfit != null) {
      listener.bad(new Item.Bad(record.where(), misfit));
      return false;
    }
    return step.take(record, textsOnly);
  }

  private void told(Item.Bad bad, boolean first) {
    if (first) {
      listener.bad(bad);
    }
  }

  private void note(String note) {
    if (told.add(note)) {
      listener.note(note);
    }
  }

  private static RuntimeException failed(Path place, IOException cause) {
    if (DiskFull.causes(cause)) {
      return DiskFull.told(place, "reading", cause);
    }
    return Input.trouble(place, cause);
  }
}
