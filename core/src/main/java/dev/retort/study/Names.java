package dev.retort.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// By what names teachers go: their own, without their group's, and those of the models they served.
public final class Names {
  private final Map<String, String> labels;
  private final Map<String, String> known = new HashMap<>();

  private Names(Map<String, String> labels) {
    this.labels = labels;
  }

  /// A name that several teachers go by stands for none of them, unless it is one's whole name.
  /// @param served models each teacher said it was
  public static Names of(List<String> teachers, Map<String, ? extends Collection<String>> served) {
    Map<String, String> labels = new LinkedHashMap<>();
    List<String> shorter = teachers.stream().map(Names::withoutGroup).toList();
    boolean distinct = new HashSet<>(shorter).size() == shorter.size();
    for (int i = 0; i < teachers.size(); i++) {
      labels.put(teachers.get(i), distinct ? shorter.get(i) : teachers.get(i));
    }
    Names names = new Names(labels);
    Map<String, Set<String>> claims = new HashMap<>();
    for (String teacher : teachers) {
      List<String> others = new ArrayList<>(served.containsKey(teacher) ? served.get(teacher) : List.of());
      others.add(withoutGroup(teacher));
      others.forEach(other -> claims.computeIfAbsent(other, _ -> new HashSet<>()).add(teacher));
    }
    claims.forEach((name, claiming) -> {
      if (claiming.size() == 1) {
        names.known.put(name, claiming.iterator().next());
      }
    });
    teachers.forEach(teacher -> names.known.put(teacher, teacher));
    return names;
  }

  private static String withoutGroup(String teacher) {
    return teacher.substring(teacher.indexOf('/') + 1);
  }

  /// The teacher that goes by a name; null when none does, or several.
  public @Nullable String teacher(String name) {
    return known.get(name);
  }

  /// A teacher's name as it is shown: without its group's, where that tells all of them apart.
  public String label(String teacher) {
    return labels.getOrDefault(teacher, teacher);
  }
}
