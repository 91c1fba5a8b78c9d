package dev.retort.app.report;

import dev.retort.app.report.SideBySide.Answer;
import dev.retort.app.report.TeacherSheet.Spread;
import dev.retort.text.Visible;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Numbers and texts as the report page writes them.
public final class Words {
  /// Longer answers are cut, so that a page of 28 teachers stays below a few megabytes.
  static final int LONGEST_ANSWER = 4000;
  static final int LONGEST_TURN = 2000;
  private static final int MOST_PROMPTS = 10;
  private static final int LONGEST_HEADLINE = 160;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
      .withZone(ZoneOffset.UTC);

  private Words() {}

  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  public static String decimal(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%,.1f" : "%,.0f", value);
  }

  public static String millis(double value) {
    return value < 1000 ? Math.round(value) + " ms" : decimal(value / 1000) + " s";
  }

  public static String seconds(double value) {
    return value < 120 ? decimal(value) + " s" : "%d min %d s".formatted((long) value / 60, (long) value % 60);
  }

  public static String day(Instant instant) {
    return DAY.format(instant);
  }

  /// `412 (120–980)`: the median, and where eight answers of ten lie.
  public static String spread(@Nullable Spread spread) {
    return spread == null
        ? "–"
        : "%s (%s–%s)".formatted(number(Math.round(spread.p50())), number(Math.round(spread.p10())),
            number(Math.round(spread.p90())));
  }

  public static String counts(Map<String, Long> counts) {
    return new TreeMap<>(counts).entrySet().stream().map(c -> Visible.text(c.getKey()) + " " + number(c.getValue()))
        .collect(Collectors.joining(", "));
  }

  /// Ten of them: a page is for reading, the whole is in the export.
  public static List<SideBySide> first(List<SideBySide> prompts) {
    return prompts.subList(0, Math.min(MOST_PROMPTS, prompts.size()));
  }

  /// The start of the last thing the prompt says, on one line.
  public static String headline(SideBySide entry) {
    String last = entry.prompt().isEmpty() ? "(no prompt)" : entry.prompt().getLast().text();
    String flat = Visible.text(cut(last, LONGEST_HEADLINE).replaceAll("\\s+", " ").strip());
    return cutNote(last, LONGEST_HEADLINE).isEmpty() ? flat : flat + " …";
  }

  public static String turn(String text) {
    return Visible.text(cut(text, LONGEST_TURN));
  }

  public static String answer(Answer answer) {
    return Visible.text(cut(answer.text(), LONGEST_ANSWER));
  }

  /// What to know of an answer, its being cut short for this page included.
  public static String remark(Answer answer) {
    String cut = cutNote(answer.text(), LONGEST_ANSWER);
    return answer.remark().isEmpty() || cut.isEmpty() ? answer.remark() + cut : answer.remark() + "; " + cut;
  }

  public static String turnRemark(String text) {
    return cutNote(text, LONGEST_TURN);
  }

  private static String cutNote(String text, int longest) {
    int length = text.codePointCount(0, text.length());
    return length <= longest ? "" : "shown to here: %s of %s characters".formatted(number(longest), number(length));
  }

  private static String cut(String text, int longest) {
    boolean fits = text.codePointCount(0, text.length()) <= longest;
    return fits ? text : text.substring(0, text.offsetByCodePoints(0, longest));
  }
}
