package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Wrong answers of the kind people give: near the right one, and never it.
final class Mistakes {
  private static final List<String> WEEKDAYS = List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
      "Saturday", "Sunday");

  private Mistakes() {}

  /// A wrong value for any family but [Family#FORMAT], which has none.
  static String of(Task task, RandomGenerator random) {
    String answer = task.answer();
    if (task.family() == Family.JSON_EXTRACTION) {
      return json((ObjectNode) Json.read(answer), random);
    }
    if (answer.matches("-?\\d+(\\.\\d+)?")) {
      return number(new BigDecimal(answer), random);
    }
    if (answer.matches("\\d{4}-\\d{2}-\\d{2}")) {
      return LocalDate.parse(answer).plusDays(random.nextBoolean() ? 1 : -1 - random.nextInt(3)).toString();
    }
    int weekday = WEEKDAYS.indexOf(answer);
    return weekday >= 0 ? WEEKDAYS.get((weekday + 1 + random.nextInt(6)) % 7) : text(answer, random);
  }

  private static String number(BigDecimal right, RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> right.add(BigDecimal.ONE).toPlainString();
      case 1 -> right.add(new BigDecimal(10)).toPlainString();
      default -> right.signum() <= 0
          ? right.add(new BigDecimal(2)).toPlainString()
          : right.subtract(BigDecimal.ONE).toPlainString();
    };
  }

  private static String json(ObjectNode right, RandomGenerator random) {
    ObjectNode wrong = right.deepCopy();
    String name = Draw.one(random, new ArrayList<>(right.propertyNames()));
    if (random.nextInt(3) == 0) {
      wrong.remove(name);
      return Json.canonical(wrong);
    }
    JsonNode value = right.get(name);
    if (value.isNumber()) {
      wrong.put(name, value.decimalValue().add(BigDecimal.ONE));
    } else if (value.isString()) {
      wrong.put(name, text(value.stringValue(), random));
    } else {
      wrong.putArray(name).add(value.get(0));
    }
    return Json.canonical(wrong);
  }

  private static String text(String right, RandomGenerator random) {
    int at = random.nextInt(right.length());
    String shorter = right.substring(0, at) + right.substring(at + 1);
    boolean same = shorter.isBlank() || shorter.strip().equalsIgnoreCase(right);
    return same ? right + right.charAt(at) : shorter.strip().replaceAll(" +", " ");
  }
}
