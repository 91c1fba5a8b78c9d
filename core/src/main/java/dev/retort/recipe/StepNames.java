package dev.retort.recipe;

import dev.retort.recipe.Node.Mapping;
import dev.retort.recipe.Node.Mark;
import dev.retort.recipe.Node.Scalar;
import dev.retort.recipe.Node.Sequence;
import dev.retort.step.StepName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names the steps of a recipe: their `as`, else their kind, numbered from the second on (`keep`, `keep_2`).
public final class StepNames {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,40}");

  private StepNames() {}

  /// One name a step, in their order, no two alike.
  public static List<String> of(Recipe recipe) {
    List<Naming> namings = new ArrayList<>();
    for (StepEntry entry : recipe.steps()) {
      StepName kind = entry.step().getClass().getAnnotation(StepName.class);
      namings.add(new Naming(kind == null ? "step" : kind.value(), entry.as()));
    }
    return number(namings);
  }

  /// What a step is called by: its kind, and its `as`.
  private record Naming(String kind, @Nullable String as) {}

  private static List<String> number(List<Naming> namings) {
    Set<String> taken = new HashSet<>();
    for (Naming naming : namings) {
      if (naming.as != null) {
        taken.add(naming.as);
      }
    }
    List<String> names = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Naming naming : namings) {
      String name = naming.as;
      while (name == null) {
        int count = counts.merge(naming.kind, 1, Integer::sum);
        String next = count == 1 ? naming.kind : naming.kind + "_" + count;
        name = taken.add(next) ? next : null;
      }
      names.add(name);
    }
    return names;
  }

  /// The name of each item of `steps` before it is bound; empty for one that cannot be told.
  static List<String> of(Sequence steps, Catalogue catalogue) {
    List<Naming> namings = new ArrayList<>();
    for (Node item : steps.items()) {
      namings.add(new Naming(kind(item, catalogue), item instanceof Mapping mapping ? text(mapping, "as") : null));
    }
    return number(namings);
  }

  /// The kind an item names; empty when it names none.
  static String kind(Node item, Catalogue catalogue) {
    if (item instanceof Scalar scalar) {
      return scalar.text();
    }
    if (item instanceof Mapping mapping) {
      for (String key : mapping.keys()) {
        if (catalogue.steps().contains(key)) {
          return key;
        }
      }
    }
    return "";
  }

  private static @Nullable String text(Mapping mapping, String key) {
    return mapping.get(key) instanceof Scalar scalar && scalar.kind() != Node.Kind.NULL ? scalar.text() : null;
  }

  /// Tells names that stand twice or are no names, and `from` that leads to no earlier step.
  static void check(Sequence steps, Catalogue catalogue, Problems problems) {
    List<String> names = of(steps, catalogue);
    Map<String, Mark> given = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (steps.items().get(i) instanceof Mapping entry) {
        Place place = Place.ROOT.key("steps").item(i);
        checkAs(entry, place.key("as"), given, problems);
        checkFrom(entry, place.key("from"), names, i, problems);
      }
    }
  }

  private static void checkAs(Mapping entry, Place place, Map<String, Mark> given, Problems problems) {
    String as = text(entry, "as");
    Node node = entry.get("as");
    if (as == null || node == null) {
      return;
    }
    if (!NAME.matcher(as).matches()) {
      problems.add(node.at(), place.toString(), "found " + Wording.quote(as)
          + ", a name of 1 to 40 lower-case letters, digits, _ and - was wanted.");
    }
    Mark first = given.putIfAbsent(as, node.at());
    if (first != null) {
      problems.add(node.at(), place.toString(),
          "the name " + Wording.quote(as) + " is taken, first at " + first + ". Choose another.");
    }
  }

  private static void checkFrom(Mapping entry, Place place, List<String> names, int index, Problems problems) {
    String from = text(entry, "from");
    Node node = entry.get("from");
    if (from == null || node == null || names.subList(0, index).contains(from)) {
      return;
    }
    String message = names.subList(index, names.size()).contains(from)
        ? "the step " + Wording.quote(from) + " does not stand before this one. Move it up. "
        : "no step " + Wording.quote(from) + " stands before this one. ";
    problems.add(node.at(), place.toString(), message + Wording.instead(from, names.subList(0, index)));
  }
}
