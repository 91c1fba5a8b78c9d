package dev.retort.teacher.simulated;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes tasks whose right answers are known, and finds them again in prompts.
public final class Tasks {
  /// Longest prompt that is searched, in UTF-16 units; longer ones are plain prompts.
  private static final int LONGEST = 4_000;
  private static final Map<Family, List<Template>> TEMPLATES = Arrays.stream(Family.values())
      .collect(Collectors.toUnmodifiableMap(Function.identity(), Tasks::templates));

  private Tasks() {}

  private static List<Template> templates(Family family) {
    return switch (family) {
      case WORD_PROBLEM -> WordProblems.TEMPLATES;
      case UNIT_CONVERSION -> UnitConversions.TEMPLATES;
      case FORMAT -> FormatTasks.TEMPLATES;
      case JSON_EXTRACTION -> JsonExtractions.TEMPLATES;
      case STRING -> StringPuzzles.TEMPLATES;
      case DATE -> DatePuzzles.TEMPLATES;
    };
  }

  private static List<Template> templatesOf(Family family) {
    List<Template> templates = TEMPLATES.get(family);
    return templates == null ? List.of() : templates;
  }

  /// The task of that family and seed.
  public static Task generate(Family family, long seed) {
    RandomGenerator random = Draw.of(seed, "task", family.word());
    return Draw.one(random, templatesOf(family)).generate(random);
  }

  /// The task a prompt holds, answer included; null when it holds none.
  public static @Nullable Task solve(String prompt) {
    if (prompt.length() > LONGEST) {
      return null;
    }
    for (Family family : Family.values()) {
      for (Template template : templatesOf(family)) {
        Task task = template.find(prompt);
        if (task != null) {
          return task;
        }
      }
    }
    return null;
  }
}
