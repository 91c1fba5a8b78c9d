package dev.retort.processor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an option may hold, as a recipe sees it.
sealed interface Shape {

  /// A value without parts.
  enum Scalar implements Shape {
    TEXT, TEXT_OR_FILE, INTEGER, NUMBER, BOOL, DURATION, SECRET
  }

  /// Any YAML.
  record Anything() implements Shape {}

  /// One of a few words.
  record OneOf(List<String> values) implements Shape {}

  record ListOf(Shape element) implements Shape {}

  record MapOf(Shape value) implements Shape {}

  /// A mapping with known keys.
  record Group(String name, List<Option> options) implements Shape {}

  /// The name of a step or a teacher kind with its options, standing beside the sibling keys.
  record Choice(Kind.Role role) implements Shape {}

  /// Whether the value is one YAML scalar.
  default boolean isScalar() {
    return this instanceof Scalar || this instanceof OneOf;
  }

  /// The shape of a plain value that can be given for it: itself, or the element of a list of one; null for none.
  default @Nullable Shape scalar() {
    return isScalar() ? this : this instanceof ListOf(Shape element) && element.isScalar() ? element : null;
  }

  /// A few words for the reference: `list of text`.
  default String words() {
    return switch (this) {
      case Scalar scalar -> switch (scalar) {
        case TEXT -> "text";
        case TEXT_OR_FILE -> "text or `file:PATH`";
        case INTEGER -> "integer";
        case NUMBER -> "number";
        case BOOL -> "true or false";
        case DURATION -> "duration";
        case SECRET -> "secret";
      };
      case Anything _ -> "anything";
      case OneOf one -> "one of " + String.join(", ", one.values());
      case ListOf list -> "list of " + list.element().words();
      case MapOf map -> "mapping of names to " + map.value().words();
      case Group _ -> "mapping";
      case Choice choice -> switch (choice.role()) {
        case STEP -> "a step";
        case TEACHER -> "a kind of teacher";
      };
    };
  }

  /// The mapping inside, through lists and maps; an empty list when there is none.
  default List<Option> inner() {
    return switch (this) {
      case Group group -> group.options();
      case ListOf list -> list.element().inner();
      case MapOf map -> map.value().inner();
      case Scalar _,Anything _,OneOf _,Choice _ -> List.of();
    };
  }
}
