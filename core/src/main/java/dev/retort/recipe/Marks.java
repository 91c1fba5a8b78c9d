package dev.retort.recipe;

import dev.retort.recipe.Node.Entry;
import dev.retort.recipe.Node.Mapping;
import dev.retort.recipe.Node.Sequence;
import java.util.HashMap;
import java.util.Map;

/// Where each part of a recipe stands, for problems that are found after it was read.
final class Marks {
  private final Map<String, String> marks = new HashMap<>();

  private Marks() {}

  /// File, line and column by path, such as `steps[2].judge`.
  static Map<String, String> of(Node root) {
    Marks found = new Marks();
    found.walk(root, Place.ROOT);
    return found.marks;
  }

  private void walk(Node node, Place place) {
    switch (node) {
      case Mapping mapping -> {
        for (Entry entry : mapping.entries()) {
          add(place.key(entry.key()), entry.at(), entry.value());
        }
      }
      case Sequence list -> {
        for (int i = 0; i < list.items().size(); i++) {
          add(place.item(i), list.items().get(i).at(), list.items().get(i));
        }
      }
      case Node.Scalar _,Node.Refused _ -> {
      }
    }
  }

  private void add(Place place, Node.Mark at, Node value) {
    marks.put(place.toString(), at.toString());
    walk(value, place);
  }
}
