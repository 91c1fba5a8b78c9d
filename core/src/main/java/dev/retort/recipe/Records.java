package dev.retort.recipe;

import dev.retort.UserError;
import dev.retort.recipe.KindInfo.Role;
import dev.retort.recipe.Node.Entry;
import dev.retort.recipe.Node.Kind;
import dev.retort.recipe.Node.Mapping;
import dev.retort.recipe.Node.Mark;
import dev.retort.recipe.Node.Scalar;
import dev.retort.recipe.Options.Option;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes records of mappings: each key a component, a kind's name in the place of a step or a backend.
final class Records {
  private final Catalogue catalogue;
  private final Binder binder;
  private final Problems problems;
  private final Map<Class<?>, Options> known = new HashMap<>();

  Records(Catalogue catalogue, Binder binder, Problems problems) {
    this.catalogue = catalogue;
    this.binder = binder;
    this.problems = problems;
  }

  private Options options(Class<? extends Record> type) {
    return known.computeIfAbsent(type, _ -> Options.of(type));
  }

  /// The record, or [Binder#BAD].
  Object bind(Class<? extends Record> type, Node node, Place place) {
    Options options = options(type);
    Option choice = options.choice();
    if (node instanceof Mapping mapping) {
      return mapping(options, mapping, place);
    }
    if (node instanceof Scalar scalar && scalar.kind() != Kind.NULL) {
      if (choice != null && choice.choice() == Role.STEP) {
        Node nothing = new Scalar("", Kind.NULL, true, node.at());
        return mapping(options, single(scalar.text(), nothing), place);
      }
      Option plain = options.shorthand();
      if (plain != null) {
        return mapping(options, single(plain.name(), node), place);
      }
    }
    String keys = Wording.list(choice == null || choice.choice() == null
        ? options.names()
        : catalogue.all(choice.choice()));
    return binder.bad(node, place, "found " + node.found() + ", a mapping was wanted. Known: " + keys + ".");
  }

  private static Mapping single(String key, Node value) {
    return new Mapping(List.of(new Entry(key, value.at(), value)), value.at());
  }

  private Object mapping(Options options, Mapping mapping, Place place) {
    Option choice = options.choice();
    int before = problems.count();
    unknownKeys(options, mapping, place);
    List<Entry> kinds = choice == null ? List.of() : kinds(options, mapping);
    if (choice != null && kinds.isEmpty() && problems.count() == before) {
      noKind(choice, mapping, place);
    }
    if (kinds.size() > 1) {
      problems.add(kinds.get(1).at(), place.toString(), "found both '" + kinds.getFirst().key() + "' and '"
          + kinds.get(1).key() + "', one was wanted. Give each an entry of its own.");
    }
    @Nullable
    Object[] values = new @Nullable Object[options.list().size()];
    for (int i = 0; i < values.length; i++) {
      Option option = options.list().get(i);
      values[i] = option.choice() == null ? value(option, mapping, place) : choice(option.choice(), kinds, place);
    }
    for (Object value : values) {
      if (value == Binder.BAD) {
        return Binder.BAD;
      }
    }
    return construct(options, values, mapping, place);
  }

  private void unknownKeys(Options options, Mapping mapping, Place place) {
    Option choice = options.choice();
    Role role = choice == null ? null : choice.choice();
    List<String> names = new ArrayList<>(options.names());
    if (role != null) {
      names.addAll(0, catalogue.all(role));
    }
    for (Entry entry : mapping.entries()) {
      if (!names.contains(entry.key())) {
        String what = role == null ? "unknown key " : "unknown key or " + role.word() + " ";
        problems.add(entry.at(), place.key(entry.key()).toString(),
            what + Wording.quote(entry.key()) + ". " + Wording.instead(entry.key(), names));
      }
    }
  }

  /// Entries that are not one of the record's own keys but a kind's name.
  private List<Entry> kinds(Options options, Mapping mapping) {
    Option choice = options.choice();
    List<Entry> kinds = new ArrayList<>();
    for (Entry entry : mapping.entries()) {
      if (choice != null && choice.choice() != null && !options.names().contains(entry.key())
          && catalogue.all(choice.choice()).contains(entry.key())) {
        kinds.add(entry);
      }
    }
    return kinds;
  }

  private void noKind(Option choice, Mapping mapping, Place place) {
    Role role = choice.choice();
    if (role != null) {
      String what = role == Role.STEP ? "no step" : "no kind of teacher";
      problems.add(mapping.at(), place.toString(),
          what + " is named, one was wanted. Known: " + Wording.list(catalogue.all(role)) + ".");
    }
  }

  private Object choice(Role role, List<Entry> kinds, Place place) {
    Object first = Binder.BAD;
    for (Entry kind : kinds.reversed()) {
      first = kind(role, kind, place.key(kind.key()));
    }
    return kinds.size() == 1 ? first : Binder.BAD;
  }

  private Object kind(Role role, Entry entry, Place place) {
    try {
      Class<? extends Record> type = catalogue.type(role, entry.key());
      boolean nothing = entry.value() instanceof Scalar scalar && scalar.kind() == Kind.NULL;
      return binder.bind(type, nothing ? new Mapping(List.of(), entry.at()) : entry.value(), place);
    } catch (UserError e) {
      problems.add(entry.at(), place.toString(), String.join(" ", e.lines()));
    } catch (LinkageError | TypeNotPresentException e) {
      problems.add(entry.at(), place.toString(), "its options cannot be told: " + e + ". Build the plug-in again.");
    }
    return Binder.BAD;
  }

  private @Nullable Object value(Option option, Mapping mapping, Place place) {
    if (option.inline() != null) {
      List<String> names = option.inline().names();
      List<Entry> entries = mapping.entries().stream().filter(entry -> names.contains(entry.key())).toList();
      return binder.bind(option.type(), new Mapping(entries, mapping.at()), place);
    }
    Node node = mapping.get(option.name());
    Place inner = place.key(option.name());
    if (node == null) {
      return absent(option, mapping, inner);
    }
    boolean nothing = node instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    return nothing && option.nullable() ? null : binder.bind(option.type(), node, inner);
  }

  private @Nullable Object absent(Option option, Mapping mapping, Place place) {
    String text = option.byDefault();
    if (text != null) {
      Node node = NodeReader.value("default", text, problems);
      return node == null ? Binder.BAD : binder.bind(option.type(), node, place);
    }
    return option.nullable()
        ? null
        : binder.bad(mapping, place, "the key is missing, " + Scalars.wanted(option.type()) + " was wanted.");
  }

  private Object construct(Options options, @Nullable Object[] values, Mapping mapping, Place place) {
    try {
      Constructor<? extends Record> constructor = options.type().getDeclaredConstructor(options.constructorTypes());
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      return refused(e.getCause() == null ? e : e.getCause(), mapping, place);
    } catch (ReflectiveOperationException | LinkageError e) {
      return binder.bad(mapping, place, "its record cannot be made: " + e + ". Build the plug-in again.");
    }
  }

  /// What a record's own checks say, told at the key they begin with where they begin with one.
  private Object refused(Throwable cause, Mapping mapping, Place place) {
    String said = cause instanceof IllegalArgumentException || cause instanceof UserError
        ? String.valueOf(cause.getMessage())
        : "its checks failed: " + cause;
    int end = said.indexOf(' ');
    Entry entry = end < 0 ? null : mapping.entry(said.substring(0, end));
    Mark at = entry == null ? mapping.at() : entry.value().at();
    problems.add(at, (entry == null ? place : place.key(entry.key())).toString(), said);
    return Binder.BAD;
  }
}
