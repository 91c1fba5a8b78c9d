package dev.retort.recipe;

import dev.retort.recipe.Options.Option;
import dev.retort.row.Json;
import dev.retort.step.StepName;
import dev.retort.step.TextOrFile;
import dev.retort.teacher.Secret;
import dev.retort.teacher.TeacherKind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes a bound record as canonical JSON, for fingerprints.
///
/// Equal options give equal text however the recipe spelt them. Secrets are left out, and so is what is absent, so that
/// a new option that nobody gave changes no fingerprint.
public final class Canonical {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Canonical() {}

  public static String of(Record record) {
    return Json.canonical(object(record));
  }

  private static ObjectNode object(Record record) {
    ObjectNode node = JSON.objectNode();
    for (Option option : Options.of(record.getClass()).list()) {
      Object value = component(record, option.component().getAccessor());
      if (option.inline() != null && value instanceof Record inner) {
        node.setAll(object(inner));
      } else if (value != null && !(value instanceof Secret)) {
        node.set(option.choice() == null ? option.name() : kind(value), node(value));
      }
    }
    return node;
  }

  private static @Nullable Object component(Record record, Method accessor) {
    try {
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(record.getClass().getName() + "." + accessor.getName(), e);
    }
  }

  private static String kind(Object value) {
    StepName step = value.getClass().getAnnotation(StepName.class);
    TeacherKind teacher = value.getClass().getAnnotation(TeacherKind.class);
    return step != null ? step.value() : teacher != null ? teacher.value() : value.getClass().getName();
  }

  private static JsonNode node(Object value) {
    return switch (value) {
      case String text -> JSON.stringNode(text);
      case Boolean bool -> JSON.booleanNode(bool);
      case Integer number -> JSON.numberNode(number);
      case Long number -> JSON.numberNode(number);
      case BigInteger number -> JSON.numberNode(number);
      case BigDecimal number -> JSON.numberNode(number);
      case Double number -> JSON.numberNode(BigDecimal.valueOf(number));
      case Duration duration -> JSON.stringNode(duration.toString());
      case Enum<?> word -> JSON.stringNode(word.name().toLowerCase(Locale.ROOT));
      case TextOrFile(String text) -> JSON.stringNode(text);
      case Record record -> object(record);
      case List<?> list -> array(list);
      case Map<?, ?> map -> mapping(map);
      default -> throw new IllegalArgumentException("no option can hold a " + value.getClass().getName());
    };
  }

  private static ArrayNode array(List<?> list) {
    ArrayNode node = JSON.arrayNode();
    for (Object element : list) {
      node.add(node(element));
    }
    return node;
  }

  private static ObjectNode mapping(Map<?, ?> map) {
    ObjectNode node = JSON.objectNode();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getValue() instanceof Secret)) {
        node.set((String) entry.getKey(), node(entry.getValue()));
      }
    }
    return node;
  }
}
