package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Key;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Which record decides a key, of the records that are not in the [KeyIndex] yet, whoever kept them.
///
/// In the file they are those after the last one of the index, so a kill loses nothing. Whoever looks a key up asks here
/// first and the index then: a key is let go only when it is in the index.
final class RecentKeys {
  private final Map<Key, Long> ids = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  /// Up to which record the index goes, as far as is known here.
  private long indexed;
  /// Up to which record all that were committed are known here, or in the index.
  private volatile long seen;

  @Nullable
  Long id(Key key) {
    return ids.get(key);
  }

  int size() {
    return ids.size();
  }

  /// Up to which record a look here and into the index misses nothing.
  long seen() {
    return seen;
  }

  /// Takes in what others kept meanwhile.
  /// @param top the highest id in the file, of records that are committed
  void catchUp(long top, Reader reader) throws SQLException {
    if (top <= seen) {
      return;
    }
    lock.lock();
    try {
      if (top > seen) {
        letGo(reader.indexed());
        reader.deciding(Math.max(seen, indexed), ids::put);
        seen = top;
      }
    } finally {
      lock.unlock();
    }
  }

  private void letGo(long upto) {
    if (upto > indexed) {
      indexed = upto;
      ids.values().removeIf(id -> id <= upto);
    }
  }

  /// The index goes up to this record from now on.
  void indexed(long upto) {
    lock.lock();
    try {
      letGo(upto);
    } finally {
      lock.unlock();
    }
  }

  /// The writer has inserted a record that decides.
  void add(Key key, long id) {
    ids.put(key, id);
  }

  /// The writer has committed what it inserted, up to this record.
  void kept(long last) {
    lock.lock();
    try {
      seen = Math.max(seen, last);
    } finally {
      lock.unlock();
    }
  }

  /// The writer is about to take back what it inserted since the last commit.
  void undone() {
    lock.lock();
    try {
      ids.values().removeIf(id -> id > seen);
    } finally {
      lock.unlock();
    }
  }
}
