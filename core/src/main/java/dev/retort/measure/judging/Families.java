package dev.retort.measure.judging;

import java.util.Locale;
import java.util.Map;

/// Which family of models a name belongs to: as it was told, or else the letters its name begins with.
///
/// `Qwen/Qwen2.5-72B-Instruct` and `qwen` are of `qwen`; `group/llama-8b` is of `llama`. Two names of one maker that
/// begin differently (`gpt-4o`, `o1`) have to be told.
///
/// @param told family by name
public record Families(Map<String, String> told) {

  public Families {
    told = Map.copyOf(told);
  }

  public String of(String name) {
    String family = told.get(name);
    if (family != null) {
      return family;
    }
    String last = name.substring(name.lastIndexOf('/') + 1);
    int end = 0;
    while (end < last.length() && Character.isLetter(last.charAt(end))) {
      end++;
    }
    return (end == 0 ? last : last.substring(0, end)).toLowerCase(Locale.ROOT);
  }
}
