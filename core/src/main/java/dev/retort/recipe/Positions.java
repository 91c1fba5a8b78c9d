package dev.retort.recipe;

import dev.retort.recipe.Node.Entry;
import dev.retort.recipe.Node.Mapping;
import dev.retort.recipe.Node.Mark;
import dev.retort.recipe.Node.Sequence;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the parts of a recipe stand, for problems found after it was read.
public final class Positions {
  private static final Pattern SEGMENT = Pattern.compile("\\[(\\d{1,9})]|([^.\\[]+)");

  private final String file;
  private final @Nullable Node root;

  Positions(String file, @Nullable Node root) {
    this.file = file;
    this.root = root;
  }

  /// Positions that know the file's name only.
  public static Positions of(String file) {
    return new Positions(file, null);
  }

  /// A problem at a path such as `steps[2].judge.rubric`; at the part of it that is there, where it is not.
  public Problem problem(String path, String message) {
    Mark mark = mark(path);
    String where = mark == null ? file : mark.toString();
    return new Problem(path.isEmpty() ? where : where + ": " + path, message);
  }

  private @Nullable Mark mark(String path) {
    Node node = root;
    Mark mark = null;
    Matcher segments = SEGMENT.matcher(path);
    while (node != null && segments.find()) {
      Node next = null;
      if (node instanceof Sequence list && segments.group(1) != null) {
        int index = Integer.parseInt(segments.group(1));
        next = index < list.items().size() ? list.items().get(index) : null;
        mark = next == null ? mark : next.at();
      } else if (node instanceof Mapping mapping && segments.group(2) != null) {
        Entry entry = mapping.entry(segments.group(2));
        next = entry == null ? null : entry.value();
        mark = entry == null ? mark : entry.value().at().line() == 0 ? entry.value().at() : entry.at();
      }
      node = next;
    }
    return mark;
  }
}
