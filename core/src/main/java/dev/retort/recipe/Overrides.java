package dev.retort.recipe;

import dev.retort.UserError;
import dev.retort.recipe.KindInfo.Role;
import dev.retort.recipe.Node.Entry;
import dev.retort.recipe.Node.Kind;
import dev.retort.recipe.Node.Mapping;
import dev.retort.recipe.Node.Mark;
import dev.retort.recipe.Node.Scalar;
import dev.retort.recipe.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts values of `--set PATH=VALUE` into a recipe before it is bound.
///
/// A path goes by keys and list positions (from 0); below `steps` also by a step's `as` or by its kind where only one
/// step is of that kind, and then the kind need not be said again: `steps.read.path`. A missing mapping on the way is
/// made, but no new step and no new teacher.
final class Overrides {
  private static final int LONGEST_PATH = 40;

  private final Catalogue catalogue;
  private final Problems problems;
  private String option = "";

  Overrides(Catalogue catalogue, Problems problems) {
    this.catalogue = catalogue;
    this.problems = problems;
  }

  /// A path leads nowhere; the message says why.
  private static final class Astray extends Exception {
    private static final long serialVersionUID = 1L;

    Astray(String message) {
      super(message);
    }
  }

  Node apply(Node root, Map<String, String> set) {
    Node result = root;
    for (Map.Entry<String, String> one : new TreeMap<>(set).entrySet()) {
      option = "--set " + Wording.cut(one.getKey());
      Node value = NodeReader.value(option, one.getValue(), problems);
      List<String> path = List.of(one.getKey().split("\\.", -1));
      try {
        if (path.size() > LONGEST_PATH) {
          throw new Astray("a path of " + path.size() + " parts leads nowhere. Shorten it.");
        }
        result = value == null ? result : put(result, whole(result, path), value, Place.ROOT);
      } catch (Astray | UserError | LinkageError | TypeNotPresentException e) {
        problems.add(mark(), "", String.valueOf(e.getMessage()));
      }
    }
    return result;
  }

  /// A path may begin with a step's `as` instead of with `steps`.
  private List<String> whole(Node root, List<String> path) {
    if (path.size() < 2 || !(root instanceof Mapping mapping) || mapping.entry(path.getFirst()) != null
        || !(mapping.entry("steps") instanceof Entry entry) || !(entry.value() instanceof Sequence steps)
        || !StepNames.of(steps, catalogue).contains(path.getFirst())) {
      return path;
    }
    List<String> longer = new ArrayList<>(path);
    longer.addFirst("steps");
    return longer;
  }

  private Mark mark() {
    return new Mark(option, 0, 0);
  }

  private Node put(@Nullable Node node, List<String> path, Node value, Place place) throws Astray {
    if (path.isEmpty()) {
      return value;
    }
    return switch (node) {
      case null -> putKey(new Mapping(List.of(), mark()), path, value, place);
      case Mapping mapping -> putKey(mapping, path, value, place);
      case Sequence steps when place.up() == Place.ROOT && place.key().equals("steps") -> putStep(steps, path, value,
          place);
      case Sequence list -> putItem(list, path, value, place);
      case Scalar scalar when scalar.kind() == Kind.NULL -> putKey(new Mapping(List.of(), mark()), path, value, place);
      case Node.Refused refused -> refused;
      case Scalar scalar -> throw new Astray("'" + place + "' is " + scalar.found() + ", which holds no '"
          + Wording.cut(path.getFirst()) + "'. Set '" + place + "' as a whole.");
    };
  }

  private Node putKey(Mapping mapping, List<String> path, Node value, Place place) throws Astray {
    int length = keyLength(mapping, path);
    String key = String.join(".", path.subList(0, length));
    if (key.isEmpty()) {
      throw new Astray("an empty name leads nowhere. " + Wording.instead(key, mapping.keys()));
    }
    Entry old = mapping.entry(key);
    boolean teachers = place.up() == Place.ROOT && place.key().equals("teachers");
    if (old == null && teachers) {
      throw new Astray("no teacher " + Wording.quote(key) + ". " + Wording.instead(key, mapping.keys()));
    }
    Node inner = put(old == null ? null : plainKind(old, path.size() > length, place),
        path.subList(length, path.size()),
        value, place.key(key));
    return replaced(mapping, new Entry(key, old == null ? mark() : old.at(), inner));
  }

  /// How many parts make up the key: names such as `gpt-4.1` hold dots.
  private static int keyLength(Mapping mapping, List<String> path) {
    for (int length = path.size(); length > 1; length--) {
      if (mapping.entry(String.join(".", path.subList(0, length))) != null) {
        return length;
      }
    }
    return 1;
  }

  private static Mapping replaced(Mapping mapping, Entry entry) {
    List<Entry> entries = new ArrayList<>(mapping.entries());
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).key().equals(entry.key())) {
        entries.set(i, entry);
        return new Mapping(entries, mapping.at());
      }
    }
    entries.add(entry);
    return new Mapping(entries, mapping.at());
  }

  private Node putItem(Sequence list, List<String> path, Node value, Place place) throws Astray {
    int index = index(path.getFirst());
    if (index < 0 || index >= list.items().size()) {
      throw new Astray("'" + place + "' is a list of " + list.items().size() + ", found "
          + Wording.quote(path.getFirst()) + ", a position from 0 to " + (list.items().size() - 1) + " was wanted.");
    }
    List<Node> items = new ArrayList<>(list.items());
    items.set(index, put(items.get(index), path.subList(1, path.size()), value, place.item(index)));
    return new Sequence(items, list.at());
  }

  private Node putStep(Sequence steps, List<String> path, Node value, Place place) throws Astray {
    int index = step(steps, path.getFirst());
    List<String> rest = path.subList(1, path.size());
    Node item = steps.items().get(index);
    String kind = StepNames.kind(item, catalogue);
    if (item instanceof Scalar scalar && !rest.isEmpty()) {
      Node nothing = new Scalar("", Kind.NULL, true, scalar.at());
      item = new Mapping(List.of(new Entry(scalar.text(), scalar.at(), nothing)), scalar.at());
    }
    boolean own = rest.isEmpty() || rest.getFirst().equals("as") || rest.getFirst().equals("from")
        || catalogue.steps().contains(rest.getFirst()) || kind.isEmpty();
    if (!own) {
      rest = new ArrayList<>(rest);
      rest.addFirst(kind);
    }
    List<Node> items = new ArrayList<>(steps.items());
    items.set(index, put(item, rest, value, place.item(index)));
    return new Sequence(items, steps.at());
  }

  private int step(Sequence steps, String name) throws Astray {
    List<String> names = StepNames.of(steps, catalogue);
    int index = index(name);
    if (index >= 0 && index < names.size()) {
      return index;
    }
    List<Integer> ofKind = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (StepNames.kind(steps.items().get(i), catalogue).equals(name)) {
        ofKind.add(i);
      }
    }
    if (ofKind.size() > 1) {
      throw new Astray(ofKind.size() + " steps are '" + name + "', at " + ofKind + ". Say which by its position.");
    }
    if (names.contains(name)) {
      return names.indexOf(name);
    }
    if (ofKind.size() == 1) {
      return ofKind.getFirst();
    }
    throw new Astray("no step " + Wording.quote(name) + ". " + Wording.instead(name, names));
  }

  /// A kind given by one plain value, written out as the mapping it stands for, so that its other keys can be set.
  private Node plainKind(Entry entry, boolean goesOn, Place place) {
    Role role = place.index() >= 0 ? Role.STEP : Role.TEACHER;
    if (!goesOn || !(entry.value() instanceof Scalar scalar) || scalar.kind() == Kind.NULL
        || !catalogue.all(role).contains(entry.key())) {
      return entry.value();
    }
    Options.Option plain = Options.of(catalogue.type(role, entry.key())).shorthand();
    return plain == null ? scalar : new Mapping(List.of(new Entry(plain.name(), scalar.at(), scalar)), scalar.at());
  }

  private static int index(String text) {
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
  }
}
