package dev.retort.steps;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Chooses marks between texts in a prompt that none of those texts holds.
///
/// A text that holds `</response_A>` could else end itself there and begin another. The same texts always give the same
/// mark, and a mark that is not needed is the plain one, so most prompts look alike.
final class Fence {
  private static final Pattern NAME = Pattern.compile("<([A-Za-z][A-Za-z0-9]*)");
  private static final Pattern NUMBERED = Pattern.compile("-(\\d{1,9})\\s*>");
  private static final Pattern HEADING = Pattern.compile("(#{3,})[ \t]*text\\b", Pattern.CASE_INSENSITIVE);
  private static final int SHORTEST = 3;

  private final @Nullable Pattern tags;

  /// @param templates with the tags that are to hold texts
  Fence(String... templates) {
    Set<String> names = new HashSet<>();
    for (String template : templates) {
      NAME.matcher(template).results().forEach(name -> names.add(name.group(1)));
    }
    tags = names.isEmpty()
        ? null
        : Pattern.compile(names.stream().sorted().collect(Collectors.joining("|", "<\\s*/?\\s*(?:", ")")),
            Pattern.CASE_INSENSITIVE);
  }

  /// What tags end in: nothing where no text holds one that begins like ours, else the first of `-2`, `-3`, ... that no
  /// text's tag ends in.
  String mark(Collection<?> values) {
    List<String> texts = texts(values);
    if (tags == null || texts.stream().noneMatch(text -> tags.matcher(text).find())) {
      return "";
    }
    return "-" + free(2, NUMBERED, texts, found -> Integer.parseInt(found.group(1)));
  }

  /// What headings of texts begin with: `###`, or more of it where a text has a line like `### Text 3` of its own.
  static String heading(Collection<?> values) {
    return "#".repeat(free(SHORTEST, HEADING, texts(values), found -> found.group(1).length()));
  }

  /// The least number from `first` on that is none of those found.
  private static int free(int first, Pattern pattern, List<String> texts,
      ToIntFunction<MatchResult> number) {
    Set<Integer> taken = new HashSet<>();
    for (String text : texts) {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        taken.add(number.applyAsInt(matcher));
      }
    }
    int free = first;
    while (taken.contains(free)) {
      free++;
    }
    return free;
  }

  private static List<String> texts(Collection<?> values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> each(value, texts::add));
    return texts;
  }

  private static void each(@Nullable Object value, Consumer<String> sink) {
    switch (value) {
      case String text -> sink.accept(text);
      case Collection<?> many -> many.forEach(one -> each(one, sink));
      case Map<?, ?> fields -> fields.values().forEach(one -> each(one, sink));
      case null, default -> {
      }
    }
  }
}
