package dev.retort.recipe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of YAML and where it stands.
sealed interface Node {

  Mark at();

  /// What was found, for a message: `a list`, `text 'seven'`.
  String found();

  /// A position.
  /// @param source file, or the `--set` option
  /// @param line from 1; 0 where the source has no lines
  record Mark(String source, int line, int column) implements Comparable<Mark> {
    @Override
    public int compareTo(Mark other) {
      int bySource = Boolean.compare(line == 0, other.line == 0);
      int byLine = bySource != 0 ? bySource : Integer.compare(line, other.line);
      return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
      return line == 0 ? source : source + ":" + line + ":" + column;
    }
  }

  /// What an unquoted word is in YAML.
  enum Kind {
    TEXT, INTEGER, FLOAT, BOOL, NULL
  }

  /// @param plain whether it stands without quotes
  record Scalar(String text, Kind kind, boolean plain, Mark at) implements Node {
    @Override
    public String found() {
      return switch (kind) {
        case TEXT -> "text " + Wording.quote(text);
        case INTEGER, FLOAT -> "the number " + Wording.cut(text);
        case BOOL -> text;
        case NULL -> "nothing";
      };
    }
  }

  /// A value that was refused as it was read, and told.
  record Refused(Mark at) implements Node {
    @Override
    public String found() {
      return "a value that cannot be read";
    }
  }

  record Sequence(List<Node> items, Mark at) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String found() {
      return "a list";
    }
  }

  record Mapping(List<Entry> entries, Mark at) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    @Override
    public String found() {
      return "a mapping";
    }

    @Nullable
    Entry entry(String key) {
      for (Entry entry : entries) {
        if (entry.key().equals(key)) {
          return entry;
        }
      }
      return null;
    }

    @Nullable
    Node get(String key) {
      Entry entry = entry(key);
      return entry == null ? null : entry.value();
    }

    List<String> keys() {
      return entries.stream().map(Entry::key).toList();
    }
  }

  /// @param at where the key stands
  record Entry(String key, Mark at, Node value) {}
}
