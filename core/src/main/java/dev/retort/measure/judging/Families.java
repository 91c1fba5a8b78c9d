package dev.retort.measure.judging;

import java.util.Locale;
import java.util.Map;

/// Which family of models a name belongs to: as it was told, or else the letters its model's name begins with.
///
/// `Qwen/Qwen2.5-72B-Instruct` and `qwen` are of `qwen`; `group/llama-8b` is of `llama`. Two names of one maker that
/// begin differently (`gpt-4o`, `o1`) have to be told.
///
/// @param told family by name
/// @param models the model behind a name; a name without one is a model's
public record Families(Map<String, String> told, Map<String, String> models) {

  public Families {
    told = Map.copyOf(told);
    models = Map.copyOf(models);
  }

  public Families(Map<String, String> told) {
    this(told, Map.of());
  }

  public String of(String name) {
    String model = models.getOrDefault(name, name);
    String family = told.getOrDefault(name, told.get(model));
    if (family != null) {
      return family;
    }
    String last = model.substring(model.lastIndexOf('/') + 1);
    int end = 0;
    while (end < last.length() && Character.isLetter(last.charAt(end))) {
      end++;
    }
    return (end == 0 ? last : last.substring(0, end)).toLowerCase(Locale.ROOT);
  }
}
