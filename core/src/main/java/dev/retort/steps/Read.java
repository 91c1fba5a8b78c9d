package dev.retort.steps;

import dev.retort.UserError;
import dev.retort.files.Format;
import dev.retort.files.Globs;
import dev.retort.files.HuggingFace;
import dev.retort.files.Ingest;
import dev.retort.files.Item;
import dev.retort.files.Survey;
import dev.retort.layout.LayoutName;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.Default;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import dev.retort.step.StepName;
import dev.retort.teacher.Terms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads records from files: JSON lines, JSON arrays, CSV or Parquet, plain or packed with gzip or zstd.
///
/// ```yaml
/// - read: {path: data/chats.jsonl.gz, terms: odc-by}
/// ```
///
/// Unit: a record of the files.
///
/// Reads: nothing from the recipe; the files of `path`, in order of name where it is a pattern.
///
/// Writes: `messages`, the chat as a list of {role, content, tool_calls, tool_call_id}, where the files hold chats;
/// every other key of the records as a column of the narrowest type that holds all its values unchanged, else as JSON
/// text; `sources`. A key named `id` becomes `source_id`. The row's id is a hash of the record and its number among
/// equal records.
///
/// Drops: `bad_row`, with `on_bad_row: drop`: a record that is no JSON object, no valid UTF-8, does not fit `columns`,
/// or is not in the layout; file, line and reason are told.
///
/// Fails: nothing. A bad record stops the run, unless `on_bad_row` is `drop`.
///
/// Cost: no model calls; two passes over the files, O(n).
///
/// Source: the formats and layouts that published datasets are in.
///
/// @param path a file, a pattern, `hf://datasets/OWNER/NAME/FILE`, or a list of these
/// @param terms on what terms the data may be used
/// @param layout how a record holds a chat; `auto` tells it from the first records
/// @param map a layout of your own, instead of `layout`
/// @param onBadRow what becomes of a record that cannot be taken
/// @param file what the files are like, where that cannot be told from them
@StepName("read")
public record Read(List<String> path, @Default("unknown") Terms terms, @Default("auto") LayoutName layout,
    @Nullable ChatMap map, @Default("fail") OnBadRow onBadRow, @Default("{}") FileOptions file) implements OfTable {
  private static final long SAMPLE = 1000;

  public Read {
    path = List.copyOf(path);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("path must name a file or more");
    }
    if (map != null && layout != LayoutName.AUTO) {
      throw new IllegalArgumentException("layout and map are both given, wanted one of them");
    }
  }

  /// What becomes of a record that cannot be taken.
  public enum OnBadRow {
    FAIL, DROP
  }

  /// Where a chat stands in a record.
  ///
  /// @param messages the column that is a list of turns
  /// @param role the key of a turn that says who speaks
  /// @param content the key of a turn that says what
  /// @param roles what names found there mean, of `system`, `user`, `assistant` and `tool`
  public record ChatMap(String messages, @Default("role") String role, @Default("content") String content,
      @Default("{}") Map<String, String> roles) {
    private static final List<String> MEANINGS = List.of("system", "user", "assistant", "tool");

    public ChatMap {
      roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
      for (Map.Entry<String, String> entry : roles.entrySet()) {
        if (!MEANINGS.contains(entry.getValue())) {
          throw new IllegalArgumentException(
              "roles.%s is '%s', wanted one of %s".formatted(entry.getKey(), entry.getValue(), MEANINGS));
        }
      }
    }
  }

  /// What files are like.
  ///
  /// @param format how records stand in them
  /// @param columns types by key: `text`, `int`, `float`, `bool` or `json`
  /// @param limit rows to stop after; all when absent
  public record FileOptions(@Default("auto") Format format, @Default("{}") Map<String, Type.Scalar> columns,
      @Nullable Long limit) {
    public static final FileOptions DEFAULT = new FileOptions(Format.AUTO, Map.of(), null);

    public FileOptions {
      columns = Map.copyOf(columns);
      if (limit != null && limit < 1) {
        throw new IllegalArgumentException("limit must be 1 or more, not " + limit);
      }
    }
  }

  /// Files read with every default.
  public static Read of(String... path) {
    return new Read(List.of(path), Terms.UNKNOWN, LayoutName.AUTO, null, OnBadRow.FAIL, FileOptions.DEFAULT);
  }

  @Override
  public Terms brings() {
    return terms;
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    try {
      List<Path> files = locate(plan::resolve);
      Survey survey = new Ingest(source(files, SAMPLE), new Ingest.Listener() {
        @Override
        public void bad(Item.Bad bad) {
          if (onBadRow == OnBadRow.FAIL) {
            throw badRow(bad);
          }
        }

        @Override
        public void note(String note) {
          plan.note(note);
        }
      }).sample(SAMPLE);
      ReadRows rows = new ReadRows(this, survey, plan.step());
      plan.note(rows.note());
      if (survey.records() < SAMPLE || file.limit() != null && survey.records() == file.limit()) {
        plan.rows(survey.records());
      }
      return rows.schema();
    } catch (UserError e) {
      e.lines().forEach(line -> plan.problem("path", line));
      return new Schema(List.of());
    }
  }

  @Override
  public List<Path> files(Path base) {
    List<Path> files = new ArrayList<>();
    for (String one : path) {
      if (HuggingFace.isAddress(one)) {
        files.add(HuggingFace.of(System.getenv()).place(one));
      } else {
        files.addAll(Globs.expand(base.resolve(one)));
      }
    }
    return files;
  }

  private List<Path> locate(Function<String, Path> resolve) {
    HuggingFace hub = HuggingFace.of(System.getenv());
    List<Path> files = new ArrayList<>();
    for (String one : path) {
      if (HuggingFace.isAddress(one)) {
        files.add(hub.fetch(one));
      } else {
        files.addAll(Globs.expand(resolve.apply(one)));
      }
    }
    return files;
  }

  private Ingest.Source source(List<Path> files, long limit) {
    long own = file.limit() == null ? Long.MAX_VALUE : file.limit();
    return new Ingest.Source(files, file.format(), file.columns(), Math.min(own, limit));
  }

  private static UserError badRow(Item.Bad bad) {
    return new UserError("%s: %s. Correct the record, or set on_bad_row: drop.".formatted(bad.where(), bad.why()));
  }

  @Override
  public Result apply(Data input, Tables tables) {
    AtomicLong dropped = new AtomicLong();
    Ingest.Listener listener = new Ingest.Listener() {
      @Override
      public void bad(Item.Bad bad) {
        if (onBadRow == OnBadRow.FAIL) {
          throw badRow(bad);
        }
        dropped.incrementAndGet();
        tables.drop(bad.where().file().getFileName() + ":" + bad.where().line(), new Outcome.Dropped("bad_row"),
            bad.where() + ": " + bad.why());
      }

      @Override
      public void note(String note) {
        // It was told when the recipe was planned.
      }
    };
    List<Data> made = new ArrayList<>();
    new Ingest(source(locate(tables::resolve), tables.limit()), listener).run(tables.temporary(), (survey, second) -> {
      ReadRows rows = new ReadRows(this, survey, tables.step());
      made.add(tables.load(rows.schema(), sink -> second.run(rows.taker(sink, listener, tables))));
    });
    Data data = made.getFirst();
    return new Result(data, data.rows() + dropped.get(), data.rows());
  }
}
