package dev.retort.recipe;

import org.jspecify.annotations.Nullable;

/// A path into a recipe such as `steps[2].judge.rubric`, put together only when it is shown.
///
/// @param up what it lies in; null for the whole recipe
/// @param key of a mapping; empty for an item of a list
/// @param index in a list, from 0
record Place(@Nullable Place up, String key, int index) {

  static final Place ROOT = new Place(null, "", 0);

  Place key(String name) {
    return new Place(this, name, -1);
  }

  Place item(int position) {
    return new Place(this, "", position);
  }

  @Override
  public String toString() {
    if (up == null) {
      return "";
    }
    String before = up.toString();
    if (index >= 0) {
      return before + "[" + index + "]";
    }
    return before.isEmpty() ? Wording.cut(key) : before + "." + Wording.cut(key);
  }
}
