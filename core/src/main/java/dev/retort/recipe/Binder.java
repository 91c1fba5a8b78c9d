package dev.retort.recipe;

import dev.retort.recipe.Node.Entry;
import dev.retort.recipe.Node.Kind;
import dev.retort.recipe.Node.Mapping;
import dev.retort.recipe.Node.Refused;
import dev.retort.recipe.Node.Scalar;
import dev.retort.recipe.Node.Sequence;
import dev.retort.recipe.Scalars.Unfit;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns nodes into values of a type, telling everything that does not fit and going on.
final class Binder {
  /// Stands for a value that could not be made; why has been told.
  static final Object BAD = new Object();

  private final Problems problems;
  private final Scalars scalars;
  private final Records records;

  Binder(Catalogue catalogue, Environment environment, Problems problems) {
    this.problems = problems;
    this.scalars = new Scalars(new SecretReader(environment), new TextFiles(environment.base()));
    this.records = new Records(catalogue, this, problems);
  }

  /// The value, or [#BAD].
  Object bind(Type type, Node node, Place place) {
    if (node instanceof Refused) {
      return BAD;
    }
    if (type == Object.class) {
      return tree(node, place);
    }
    if (Options.isScalar(type)) {
      return scalar((Class<?>) type, node, place);
    }
    if (type instanceof Class<?> raw && raw.isRecord()) {
      return records.bind(raw.asSubclass(Record.class), node, place);
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return list(generic, node, place);
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
      return map(generic, node, place);
    }
    return bad(node, place,
        type.getTypeName() + " cannot be an option. Build the plug-in again with Retort's processor.");
  }

  Object bad(Node node, Place place, String message) {
    problems.add(node.at(), place.toString(), message);
    return BAD;
  }

  Object unfit(Type type, Node node, Place place) {
    return bad(node, place, "found " + node.found() + ", " + Scalars.wanted(type) + " was wanted.");
  }

  private Object scalar(Class<?> type, Node node, Place place) {
    if (!(node instanceof Scalar scalar)) {
      return unfit(type, node, place);
    }
    try {
      return scalars.read(type, scalar);
    } catch (Unfit e) {
      return bad(node, place, String.valueOf(e.getMessage()));
    }
  }

  private Object list(ParameterizedType type, Node node, Place place) {
    Type element = type.getActualTypeArguments()[0];
    List<Node> items = new ArrayList<>();
    if (node instanceof Sequence sequence) {
      items.addAll(sequence.items());
    } else if (node instanceof Scalar scalar && scalar.kind() != Kind.NULL && Options.isScalar(element)) {
      Object only = bind(element, node, place);
      return only == BAD ? BAD : List.of(only);
    } else {
      return unfit(type, node, place);
    }
    List<Object> values = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      values.add(bind(element, items.get(i), place.item(i)));
    }
    return values.contains(BAD) ? BAD : Collections.unmodifiableList(values);
  }

  private Object map(ParameterizedType type, Node node, Place place) {
    if (!(node instanceof Mapping mapping)) {
      return unfit(type, node, place);
    }
    Type value = type.getActualTypeArguments()[1];
    Map<String, Object> values = new LinkedHashMap<>();
    for (Entry entry : mapping.entries()) {
      values.put(entry.key(), bind(value, entry.value(), place.key(entry.key())));
    }
    return values.containsValue(BAD) ? BAD : Collections.unmodifiableMap(values);
  }

  /// Plain maps, lists and scalars.
  private Object tree(Node node, Place place) {
    return switch (node) {
      case Scalar scalar -> {
        try {
          yield scalars.tree(scalar);
        } catch (Unfit e) {
          yield bad(node, place, String.valueOf(e.getMessage()));
        }
      }
      case Refused _ -> BAD;
      case Sequence sequence -> {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
          values.add(tree(sequence.items().get(i), place.item(i)));
        }
        yield values.contains(BAD) ? BAD : Collections.unmodifiableList(values);
      }
      case Mapping mapping -> {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
          values.put(entry.key(), tree(entry.value(), place.key(entry.key())));
        }
        yield values.containsValue(BAD) ? BAD : Collections.unmodifiableMap(values);
      }
    };
  }
}
