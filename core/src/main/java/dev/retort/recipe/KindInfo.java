package dev.retort.recipe;

import dev.retort.row.Json;
import dev.retort.step.Step;
import dev.retort.teacher.Backend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the source says of a step or a kind of teacher.
///
/// @param name as recipes call it
/// @param unit what a step works on: `row`, `model` or `table`; empty for a teacher
/// @param summary its first sentence
/// @param sections `reads`, `writes`, `drops`, `fails`, `cost`, `source`, in that order
/// @param options its keys
public record KindInfo(Role role, String name, String unit, String summary, Map<String, String> sections,
    List<Option> options) {

  public KindInfo {
    options = List.copyOf(options);
  }

  /// Which of the two it is.
  public enum Role {
    STEP(Step.class), TEACHER(Backend.class);

    private final Class<?> contract;

    Role(Class<?> contract) {
      this.contract = contract;
    }

    Class<?> contract() {
      return contract;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Role of(String word) {
      for (Role role : values()) {
        if (role.word().equals(word)) {
          return role;
        }
      }
      return null;
    }
  }

  /// One key.
  ///
  /// @param type a few words: `list of text`
  /// @param byDefault YAML text taken when the key is absent; null where none is
  /// @param doc what its author says of it
  /// @param options the keys inside, where it is a mapping
  public record Option(String name, String type, boolean required, @Nullable String byDefault, String doc,
      List<Option> options) {

    public Option {
      options = List.copyOf(options);
    }
  }

  /// The entry of a class in a catalogue; null when it is in another.
  static @Nullable KindInfo find(Role role, String className, String catalogue) {
    for (JsonNode entry : Json.read(catalogue).path(role.word() + "s")) {
      if (entry.path("class").stringValue("").equals(className)) {
        Map<String, String> sections = new LinkedHashMap<>();
        JsonNode texts = entry.path("sections");
        texts.propertyNames().forEach(name -> sections.put(name, texts.path(name).stringValue("")));
        return new KindInfo(role, entry.path("name").stringValue(""), entry.path("kind").stringValue(""),
            entry.path("summary").stringValue(""), sections, options(entry.path("options")));
      }
    }
    return null;
  }

  private static List<Option> options(JsonNode list) {
    List<Option> options = new ArrayList<>();
    for (JsonNode node : list) {
      JsonNode byDefault = node.path("default");
      options.add(new Option(node.path("name").stringValue(""), node.path("type").stringValue(""),
          node.path("required").booleanValue(false), byDefault.isString() ? byDefault.stringValue() : null,
          node.path("doc").stringValue(""), options(node.path("options"))));
    }
    return options;
  }
}
