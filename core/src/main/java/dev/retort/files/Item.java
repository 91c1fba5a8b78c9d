package dev.retort.files;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands at one place of a file: a record, or something that is none.
public sealed interface Item {
  Position where();

  /// A record: its keys in order, values as [dev.retort.row.JsonTree] has them.
  record Good(Position where, Map<String, @Nullable Object> values) implements Item {}

  /// Something that is no record.
  /// @param why what was found and what was wanted
  record Bad(Position where, String why) implements Item {}
}
