package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.files.Format;
import dev.retort.files.Globs;
import dev.retort.files.HuggingFace;
import dev.retort.files.Item;
import dev.retort.files.Items;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Files whose records hold texts, read in the order of their names, a record at a time.
///
/// @param inputs files, patterns or `hf://` addresses
/// @param names where the parts of a record stand
/// @param dropBad whether a record that cannot be read is left out, instead of ending the reading
public record TextSource(List<String> inputs, ColumnNames names, boolean dropBad) {
  private static final int HEAD = 20;
  private static final int TOLD_EVERY = 512;

  public TextSource {
    inputs = List.copyOf(inputs);
  }

  /// The same, looking for log-probabilities in these columns; not at all where absent.
  public TextSource with(LogProbs.@Nullable InColumns logProbs) {
    return new TextSource(inputs,
        new ColumnNames(names.prompt(), names.text(), names.by(), names.beside(), logProbs), dropBad);
  }

  /// Takes the texts in order.
  interface Taker {
    /// @param prompt empty where none is needed
    void take(String author, String prompt, String text);

    /// Is told what stands beside a text, before the text is taken.
    /// @return whether it is what was wanted; else the record is left out
    default boolean beside(String text, @Nullable Object value) {
      return true;
    }

    /// Is told what a teacher said of a text's tokens, before the text is taken; null where it said nothing.
    default void logProbs(@Nullable LogProbs told) {}
  }

  /// Reads everything.
  /// @param paired whether records without a prompt are left out
  /// @return how many records had what
  ReadCounts read(boolean paired, Taker taker, MeasureListener listener) {
    try {
      return new Reading(this, paired, taker, listener).run();
    } catch (UserError e) {
      throw new UserError(e.lines().stream()
          .map(line -> line.replace("; relative ones start from the recipe's folder", "")).toList());
    }
  }

  private List<Path> files() {
    HuggingFace hub = HuggingFace.of(System.getenv());
    return inputs.stream().flatMap(input -> HuggingFace.isAddress(input)
        ? Stream.of(hub.fetch(input))
        : Globs.expand(Path.of(input).toAbsolutePath()).stream()).distinct()
        .sorted(Comparator.comparing(Path::toString))
        .toList();
  }

  /// One reading of all the files.
  private static final class Reading {
    private final TextSource source;
    private final boolean paired;
    private final Taker taker;
    private final MeasureListener listener;
    private final Set<String> told = new HashSet<>();
    private final Map<String, Long> left = new LinkedHashMap<>();
    private long records;
    private long taken;
    private long empty;

    Reading(TextSource source, boolean paired, Taker taker, MeasureListener listener) {
      this.source = source;
      this.paired = paired;
      this.taker = taker;
      this.listener = listener;
    }

    ReadCounts run() {
      List<Path> files = source.files();
      List<Columns.Head> heads = files.stream().map(Reading::head).toList();
      Columns columns = Columns.choose(source.names, new Columns.Heads(heads), paired);
      listener.note(columns.told(paired));
      listener.stage("read", -1);
      files.forEach(file -> file(file, columns));
      listener.done(records);
      if (taken == 0) {
        throw new UserError("no record has all that is measured: found %s. Name other columns or files."
            .formatted(new ReadCounts(files.size(), records, 0, 0, left).told()));
      }
      return new ReadCounts(files.size(), records, taken, empty, left);
    }

    private static Columns.Head head(Path file) {
      List<Map<String, @Nullable Object>> head = new ArrayList<>();
      try (Items items = Format.AUTO.open(file, note -> {})) {
        for (Item item = items.next(); item != null && head.size() < HEAD; item = items.next()) {
          if (item instanceof Item.Good good) {
            head.add(good.values());
          }
        }
      }
      if (head.isEmpty()) {
        throw new UserError("%s: no record can be read from it. Leave it out or mend it.".formatted(file));
      }
      return new Columns.Head(head);
    }

    private void file(Path file, Columns columns) {
      try (Items items = Format.AUTO.open(file, this::note)) {
        for (Item item = items.next(); item != null; item = items.next()) {
          switch (item) {
            case Item.Good good -> record(good.values(), file, columns);
            case Item.Bad bad -> bad(bad);
          }
          if (++records % TOLD_EVERY == 0) {
            listener.done(records);
          }
        }
      }
    }

    private void record(Map<String, @Nullable Object> values, Path file, Columns columns) {
      String author = columns.by().of(values, file);
      String text = columns.text().of(values, file);
      Part asked = columns.prompt();
      ColumnNames.Beside beside = source.names.beside();
      String prompt = !paired || asked == null ? "" : asked.of(values, file);
      if (author == null) {
        leave("no author in " + columns.by().told());
      } else if (text == null) {
        leave("no text in " + columns.text().told());
      } else if (prompt == null) {
        leave("no prompt");
      } else if (beside != null && !taker.beside(text, values.get(beside.column()))) {
        leave("no %s in '%s'".formatted(beside.wanted(), beside.column()));
      } else {
        LogProbs.InColumns logProbs = source.names.logProbs();
        if (logProbs != null) {
          taker.logProbs(logProbs.of(values));
        }
        taken++;
        empty += text.isBlank() ? 1 : 0;
        taker.take(author, prompt, text);
      }
    }

    private void leave(String why) {
      left.merge(why, 1L, Long::sum);
    }

    private void bad(Item.Bad bad) {
      if (!source.dropBad) {
        throw new UserError("%s: %s. Correct the record, or give --on-bad-row drop.".formatted(bad.where(), bad.why()));
      }
      leave("unreadable");
    }

    private void note(String note) {
      if (told.add(note)) {
        listener.note(note);
      }
    }
  }
}
