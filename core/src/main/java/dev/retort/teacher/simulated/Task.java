package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/// A prompt whose right answer is known.
///
/// @param answer what is right; for [Family#FORMAT] the condition the answer's form must hold
/// @param working how to come to it, in words that do not give it away
public record Task(Family family, String prompt, String answer, String working) {

  private static final Pattern STATED = Pattern
      .compile("(?i)answer(?: is|:)\\s{0,3}(.{1,400}?)(?:[.!](?=\\s|\\*|$)|$)", Pattern.MULTILINE);
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(?:\\.\\d{1,9})?");

  /// Whether a response gives the right answer.
  public boolean accepts(String response) {
    return switch (family) {
      case FORMAT -> Form.holds(answer, response);
      case JSON_EXTRACTION -> sameJson(response);
      case WORD_PROBLEM, UNIT_CONVERSION, STRING, DATE -> sameValue(stated(response));
    };
  }

  /// What a response states as its answer: behind its last "answer is" or "Answer:", else its last line.
  public static String stated(String response) {
    String found = response.strip();
    found = found.substring(found.lastIndexOf('\n') + 1);
    Matcher matcher = STATED.matcher(response);
    while (matcher.find()) {
      found = matcher.group(1);
    }
    return found.replaceAll("[*`\"]", "").replaceAll("[.!]+$", "").strip();
  }

  private boolean sameValue(String stated) {
    if (!NUMBER.matcher(answer).matches()) {
      return stated.equalsIgnoreCase(answer);
    }
    Matcher number = NUMBER.matcher(stated.replace(",", ""));
    return number.find() && new BigDecimal(number.group()).compareTo(new BigDecimal(answer)) == 0;
  }

  private boolean sameJson(String response) {
    int from = response.indexOf('{');
    int to = response.lastIndexOf('}');
    if (from < 0 || to < from) {
      return false;
    }
    try {
      return Json.canonical(Json.read(response.substring(from, to + 1))).equals(answer);
    } catch (JacksonException notJson) {
      return false;
    }
  }
}
