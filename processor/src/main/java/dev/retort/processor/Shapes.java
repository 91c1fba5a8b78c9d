package dev.retort.processor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/// Tells the options of a record from its components.
final class Shapes {
  private static final String DEFAULT = "dev.retort.step.Default";
  private static final String INLINE = "dev.retort.step.Inline";
  private static final String NULLABLE = "org.jspecify.annotations.Nullable";
  private static final String TEXT_OR_FILE = "dev.retort.step.TextOrFile";
  private static final String SECRET = "dev.retort.teacher.Secret";

  private final Elements elements;
  private final Errors errors;
  private final Deque<String> open = new ArrayDeque<>();

  Shapes(Elements elements, Errors errors) {
    this.elements = elements;
    this.errors = errors;
  }

  /// Takes what is wrong with the source.
  interface Errors {
    void error(Element at, String message);
  }

  List<Option> options(TypeElement record) {
    Doc doc = Doc.parse(elements.getDocComment(record));
    List<Option> options = new ArrayList<>();
    for (RecordComponentElement component : record.getRecordComponents()) {
      if (annotation(component.getAnnotationMirrors(), INLINE) != null) {
        options.addAll(options((TypeElement) ((DeclaredType) component.asType()).asElement()));
        continue;
      }
      String name = component.getSimpleName().toString();
      Shape shape = shape(component, component.asType());
      options.add(new Option(Option.snake(name), shape, nullable(component), byDefault(component),
          doc.params().getOrDefault(name, "")));
    }
    return options;
  }

  private Shape shape(Element at, TypeMirror type) {
    return switch (type.getKind()) {
      case INT, LONG -> Shape.Scalar.INTEGER;
      case DOUBLE -> Shape.Scalar.NUMBER;
      case BOOLEAN -> Shape.Scalar.BOOL;
      case DECLARED -> declared(at, (DeclaredType) type);
      default -> unsupported(at, type);
    };
  }

  private Shape declared(Element at, DeclaredType type) {
    TypeElement element = (TypeElement) type.asElement();
    String name = element.getQualifiedName().toString();
    return switch (name) {
      case "java.lang.String" -> Shape.Scalar.TEXT;
      case "java.lang.Integer", "java.lang.Long" -> Shape.Scalar.INTEGER;
      case "java.lang.Double", "java.math.BigDecimal" -> Shape.Scalar.NUMBER;
      case "java.lang.Boolean" -> Shape.Scalar.BOOL;
      case "java.lang.Object" -> new Shape.Anything();
      case "java.time.Duration" -> Shape.Scalar.DURATION;
      case TEXT_OR_FILE -> Shape.Scalar.TEXT_OR_FILE;
      case SECRET -> Shape.Scalar.SECRET;
      case "java.util.List" -> new Shape.ListOf(shape(at, argument(type, 0)));
      case "java.util.Map" -> map(at, type);
      default -> ownType(at, element, name);
    };
  }

  private Shape map(Element at, DeclaredType type) {
    if (shape(at, argument(type, 0)) != Shape.Scalar.TEXT) {
      return unsupported(at, type);
    }
    return new Shape.MapOf(shape(at, argument(type, 1)));
  }

  private Shape ownType(Element at, TypeElement element, String name) {
    for (Kind.Role role : Kind.Role.values()) {
      if (role.type.equals(name)) {
        return new Shape.Choice(role);
      }
    }
    return switch (element.getKind()) {
      case ENUM -> new Shape.OneOf(element.getEnclosedElements().stream()
          .filter(constant -> constant.getKind() == ElementKind.ENUM_CONSTANT)
          .map(constant -> constant.getSimpleName().toString().toLowerCase(Locale.ROOT)).toList());
      case RECORD -> group(at, element, name);
      default -> unsupported(at, element.asType());
    };
  }

  private Shape group(Element at, TypeElement element, String name) {
    if (open.contains(name)) {
      errors.error(at, name + " holds itself, which options cannot");
      return new Shape.Anything();
    }
    open.push(name);
    try {
      return new Shape.Group(element.getSimpleName().toString(), options(element));
    } finally {
      open.pop();
    }
  }

  private Shape unsupported(Element at, TypeMirror type) {
    errors.error(at,
        type + " cannot be an option. Use String, int, long, double, boolean, BigDecimal, Duration, Secret,"
            + " TextOrFile,"
            + " Object, an enum, a record, or a List or Map<String, ...> of these");
    return new Shape.Anything();
  }

  private static TypeMirror argument(DeclaredType type, int index) {
    return type.getTypeArguments().get(index);
  }

  private static boolean nullable(RecordComponentElement component) {
    return annotation(component.asType().getAnnotationMirrors(), NULLABLE) != null
        || annotation(component.getAccessor().getReturnType().getAnnotationMirrors(), NULLABLE) != null;
  }

  private static @Nullable String byDefault(RecordComponentElement component) {
    AnnotationMirror mirror = annotation(component.getAnnotationMirrors(), DEFAULT);
    return mirror == null ? null : value(mirror);
  }

  static @Nullable AnnotationMirror annotation(List<? extends AnnotationMirror> mirrors, String name) {
    for (AnnotationMirror mirror : mirrors) {
      if (((TypeElement) mirror.getAnnotationType().asElement()).getQualifiedName().contentEquals(name)) {
        return mirror;
      }
    }
    return null;
  }

  /// The text of an annotation's only element.
  static String value(AnnotationMirror mirror) {
    return String.valueOf(mirror.getElementValues().values().iterator().next().getValue());
  }
}
