package dev.retort.files;

import org.jspecify.annotations.Nullable;

/// What stands in a file, one after the other, with bounded memory.
///
/// A file that cannot be read on is a [dev.retort.UserError]; a single bad record is an [Item.Bad].
public interface Items extends AutoCloseable {

  /// The longest record taken.
  int LONGEST = 16 << 20;

  /// The next one, or null at the end.
  @Nullable
  Item next();

  /// Whether every value is a text because the format has nothing else.
  default boolean textsOnly() {
    return false;
  }

  @Override
  void close();
}
