package dev.retort.recipe;

import dev.retort.recipe.Node.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gathers what is wrong, so that all of it is told at once, in the order of the file.
final class Problems {
  private static final int MOST = 500;
  private final List<Found> found = new ArrayList<>();
  private int untold;

  private record Found(Mark at, String path, String message) {}

  /// @param path such as `steps[2].judge`; empty for the file as a whole
  void add(Mark at, String path, String message) {
    if (found.size() < MOST) {
      found.add(new Found(at, path, message));
    } else {
      untold++;
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  int count() {
    return found.size() + untold;
  }

  List<Problem> sorted() {
    found.sort(Comparator.comparing(Found::at));
    List<Problem> result = new ArrayList<>();
    for (Found one : found) {
      result.add(new Problem(one.path.isEmpty() ? one.at.toString() : one.at + ": " + one.path, one.message));
    }
    if (untold > 0) {
      Found last = found.getLast();
      result.add(new Problem(last.at.toString(), "and " + untold + " more problems, not told. Mend these first."));
    }
    return List.copyOf(result);
  }
}
