package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Works tasks out again the slow way, from the numbers and words of the prompt alone.
final class BruteForce {
  /// Sizes in the smallest unit of each kind.
  private static final Map<String, Long> SIZES = Map.ofEntries(Map.entry("kilometres", 100_000L),
      Map.entry("metres", 100L), Map.entry("centimetres", 1L), Map.entry("kilograms", 1_000L), Map.entry("grams", 1L),
      Map.entry("weeks", 604_800L), Map.entry("days", 86_400L), Map.entry("hours", 3_600L), Map.entry("minutes", 60L),
      Map.entry("seconds", 1L), Map.entry("litres", 1_000L), Map.entry("millilitres", 1L),
      Map.entry("miles", 63_360L), Map.entry("yards", 36L), Map.entry("feet", 12L), Map.entry("inches", 1L),
      Map.entry("gallons", 4L), Map.entry("quarts", 1L), Map.entry("pounds", 16L), Map.entry("ounces", 1L));

  private BruteForce() {}

  static boolean agrees(Task task) {
    String prompt = task.prompt();
    return switch (task.family()) {
      case WORD_PROBLEM -> task.answer().equals(Long.toString(story(prompt, numbers(prompt))));
      case UNIT_CONVERSION -> task.answer().equals(Long.toString(conversion(prompt, numbers(prompt).getFirst())));
      case STRING -> task.answer().equals(letters(prompt));
      case DATE -> task.answer().equals(calendar(prompt));
      case JSON_EXTRACTION -> json(prompt, Json.read(task.answer()));
      case FORMAT -> form(prompt, task.answer());
    };
  }

  private static List<Long> numbers(String prompt) {
    return Pattern.compile("\\d+").matcher(prompt).results().map(found -> Long.parseLong(found.group())).toList();
  }

  private static long story(String prompt, List<Long> n) {
    long sum = 0;
    if (prompt.contains("boxes")) {
      for (long box = 0; box < n.get(0); box++) {
        sum += n.get(1);
      }
      return sum - n.get(2);
    }
    if (prompt.contains("train")) {
      for (long hour = 0; hour < n.get(1) + n.get(3); hour++) {
        sum += hour < n.get(1) ? n.get(0) : n.get(2);
      }
      return sum;
    }
    if (prompt.contains("coins")) {
      long second = 0;
      for (long time = 0; time < n.get(1); time++) {
        second += n.get(0);
      }
      return n.get(0) + second + (second - n.get(2));
    }
    if (prompt.contains("shop")) {
      long cents = n.get(0) * 100 - n.get(0) * n.get(1);
      return cents * n.get(2) / 100;
    }
    if (prompt.contains("painters")) {
      return n.get(1) / n.get(0) * n.get(2) * n.get(3);
    }
    sum = n.get(0) + n.get(2);
    for (long hour = 0; hour < n.get(3); hour++) {
      sum -= n.get(1);
    }
    return sum;
  }

  private static long conversion(String prompt, long amount) {
    if (prompt.contains("Celsius")) {
      return amount * 9 / 5 + 32;
    }
    List<String> units = Pattern.compile("[a-z]+").matcher(prompt).results().map(found -> found.group())
        .filter(SIZES::containsKey).toList();
    boolean toFirst = prompt.startsWith("How many");
    long from = SIZES.getOrDefault(units.get(toFirst ? 1 : 0), 0L);
    long to = SIZES.getOrDefault(units.get(toFirst ? 0 : 1), 0L);
    return amount * from / to;
  }

  private static String letters(String prompt) {
    List<String> quoted = Pattern.compile("\"([^\"]+)\"").matcher(prompt).results().map(found -> found.group(1))
        .toList();
    List<String> words = List.of(prompt.substring(prompt.indexOf(": ") + 2).replace(".", "").split(" "));
    if (prompt.contains("backwards")) {
      String reversed = "";
      for (char c : quoted.getFirst().toCharArray()) {
        reversed = c + reversed;
      }
      return reversed;
    }
    if (prompt.contains("How many times")) {
      String without = quoted.get(1).replace(quoted.get(0), "");
      return Integer.toString(quoted.get(1).length() - without.length());
    }
    if (prompt.contains("alphabetical")) {
      List<String> left = new ArrayList<>(words);
      List<String> sorted = new ArrayList<>();
      while (!left.isEmpty()) {
        String least = left.getFirst();
        for (String word : left) {
          least = word.compareTo(least) < 0 ? word : least;
        }
        left.remove(least);
        sorted.add(least);
      }
      return String.join(" ", sorted);
    }
    if (prompt.contains("vowels")) {
      return Integer.toString(quoted.getFirst().replaceAll("[^aeiou]", "").length());
    }
    return prompt.contains("last letter")
        ? quoted.getFirst().replaceAll(".*(.)$", "$1")
        : words.stream().map(word -> word.substring(0, 1)).reduce("", String::concat);
  }

  private static String calendar(String prompt) {
    Matcher dates = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})").matcher(prompt);
    dates.find();
    Calendar day = day(dates);
    if (prompt.contains("day of the week")) {
      return String.format(Locale.ENGLISH, "%tA", day);
    }
    if (prompt.contains("How many days")) {
      dates.find();
      Calendar end = day(dates);
      int days = 0;
      for (; day.before(end); days++) {
        day.add(Calendar.DATE, 1);
      }
      return Integer.toString(days);
    }
    int amount = numbers(prompt).getFirst().intValue();
    day.add(Calendar.DATE, prompt.contains("after") ? amount : -7 * amount);
    return String.format(Locale.ENGLISH, "%tF", day);
  }

  private static Calendar day(Matcher date) {
    Calendar day = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    day.clear();
    day.set(Integer.parseInt(date.group(1)), Integer.parseInt(date.group(2)) - 1, Integer.parseInt(date.group(3)));
    return day;
  }

  private static boolean json(String prompt, JsonNode answer) {
    String sentence = prompt.substring(prompt.lastIndexOf(": ") + 2);
    for (String key : answer.propertyNames()) {
      boolean named = prompt.contains("\"" + key + "\"");
      for (JsonNode value : answer.get(key).isArray() ? answer.get(key) : List.of(answer.get(key))) {
        if (!named || !sentence.contains(value.asString())) {
          return false;
        }
      }
    }
    return prompt.split("\"").length / 2 == answer.size();
  }

  private static boolean form(String prompt, String condition) {
    List<Long> numbers = numbers(prompt);
    String wanted = prompt.contains("bullet")
        ? "bullets="
        : prompt.contains("under")
            ? "words<"
            : prompt.contains("sentences")
                ? "sentences="
                : prompt.contains("numbered")
                    ? "numbered="
                    : prompt.contains("lower") ? "lower_case" : prompt.contains("capital") ? "upper_case" : "no_commas";
    return condition.equals(numbers.isEmpty() ? wanted : wanted + numbers.getFirst());
  }
}
