package dev.retort.recipe;

import dev.retort.recipe.KindInfo.Role;
import dev.retort.step.Default;
import dev.retort.step.Inline;
import dev.retort.step.TextOrFile;
import dev.retort.teacher.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The keys a record takes, told from its components.
record Options(Class<? extends Record> type, List<Option> list) {
  private static final Set<Class<?>> SCALARS = Set.of(String.class, int.class, long.class, double.class, boolean.class,
      Integer.class, Long.class, Double.class, Boolean.class, BigDecimal.class, Duration.class, Secret.class,
      TextOrFile.class);

  /// @param name the key, in snake_case
  /// @param choice whether a kind's name stands in its place
  /// @param byDefault YAML text; null where there is none
  /// @param inline the options of a record that stand among these; null for an option with a key of its own
  record Option(String name, RecordComponent component, @Nullable Role choice, @Nullable String byDefault,
      boolean nullable, @Nullable Options inline) {

    Type type() {
      return component.getGenericType();
    }

    boolean required() {
      return byDefault == null && !nullable && inline == null;
    }
  }

  static Options of(Class<? extends Record> type) {
    List<Option> list = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Default byDefault = component.getAnnotation(Default.class);
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      list.add(new Option(snake(component.getName()), component, choice(component.getType()),
          byDefault == null ? null : byDefault.value(), nullable, inline(component)));
    }
    return new Options(type, list);
  }

  private static @Nullable Options inline(RecordComponent component) {
    return component.isAnnotationPresent(Inline.class) ? of(component.getType().asSubclass(Record.class)) : null;
  }

  private static @Nullable Role choice(Class<?> type) {
    for (Role role : Role.values()) {
      if (role.contract() == type) {
        return role;
      }
    }
    return null;
  }

  /// The component in whose place a kind's name stands; null when there is none.
  @Nullable
  Option choice() {
    for (Option option : list) {
      if (option.choice != null) {
        return option;
      }
    }
    return null;
  }

  /// The key that a plain value in place of the mapping stands for; null when a mapping is needed.
  @Nullable
  Option shorthand() {
    Option only = null;
    for (Option option : list) {
      if (option.required()) {
        if (only != null || !takesScalar(option.type())) {
          return null;
        }
        only = option;
      }
    }
    return only;
  }

  boolean canBeEmpty() {
    return list.stream().noneMatch(Option::required);
  }

  /// The keys, without the choice's, whose place its kinds take.
  List<String> names() {
    return list.stream().filter(option -> option.choice == null)
        .flatMap(option -> option.inline == null ? Stream.of(option.name) : option.inline.names().stream()).toList();
  }

  /// Whether one YAML scalar holds it.
  static boolean isScalar(Type type) {
    return type instanceof Class<?> raw && (SCALARS.contains(raw) || raw.isEnum());
  }

  /// Whether one YAML scalar can be given for it: it is one, or a list that may be a list of one.
  static boolean takesScalar(Type type) {
    return isScalar(type) || type instanceof ParameterizedType list && list.getRawType() == List.class
        && isScalar(list.getActualTypeArguments()[0]);
  }

  /// `topP` becomes `top_p`.
  static String snake(String name) {
    StringBuilder out = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        out.append(i == 0 ? "" : "_").append(Character.toLowerCase(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  Class<?>[] constructorTypes() {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
  }
}
