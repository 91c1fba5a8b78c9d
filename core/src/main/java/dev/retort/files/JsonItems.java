package dev.retort.files;

import dev.retort.row.JsonTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records of JSON lines or of a JSON array.
final class JsonItems implements Items {
  private final Path file;
  private final Slices slices;
  private final String hint;

  /// @param hint added to what is said of a record that is no JSON
  JsonItems(Path file, Slices slices, String hint) {
    this.file = file;
    this.slices = slices;
    this.hint = hint;
  }

  @Override
  public @Nullable Item next() {
    try {
      return slices.next() ? item() : null;
    } catch (IOException e) {
      throw Input.trouble(file, e);
    }
  }

  private Item item() {
    Position where = new Position(file, slices.line, slices.element);
    if (slices.tooLong) {
      return new Item.Bad(where, "longer than %d MiB".formatted(LONGEST >> 20));
    }
    int invalid = Utf8.invalidAt(slices.record, 0, slices.length);
    if (invalid >= 0) {
      return new Item.Bad(where,
          "invalid UTF-8 at byte %d of the record, byte %d of the file".formatted(invalid, slices.offset + invalid));
    }
    try {
      return parsed(where, JsonTree.parse(slices.record, 0, slices.length));
    } catch (IllegalArgumentException e) {
      return new Item.Bad(where, e.getMessage() + hint);
    }
  }

  @SuppressWarnings("unchecked")
  private static Item parsed(Position where, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return Records.item(where, (Map<String, @Nullable Object>) map);
    }
    return new Item.Bad(where, "found %s, wanted an object".formatted(Records.kind(value)));
  }

  @Override
  public void close() {
    try {
      slices.close();
    } catch (IOException e) {
      throw Input.trouble(file, e);
    }
  }
}
