package dev.retort.processor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The catalogue as the library reads it back: a short list of names, and everything else as JSON.
final class CatalogueText {
  private CatalogueText() {}

  /// One line a kind: `step`, its name and its class, parted by tabs. It is what a start of the program reads.
  static String names(Kinds kinds) {
    StringBuilder out = new StringBuilder();
    for (Kind.Role role : Kind.Role.values()) {
      for (Kind kind : kinds.of(role).values()) {
        out.append(role.name().toLowerCase(Locale.ROOT)).append('\t').append(kind.name()).append('\t')
            .append(kind.binaryName()).append('\n');
      }
    }
    return out.toString();
  }

  static String json(Kinds kinds) {
    Map<String, Object> root = new LinkedHashMap<>();
    for (Kind.Role role : Kind.Role.values()) {
      root.put(role.plural, kinds.of(role).values().stream().map(CatalogueText::kind).toList());
    }
    return JsonText.of(root);
  }

  private static Map<String, Object> kind(Kind kind) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", kind.name());
    entry.put("class", kind.binaryName());
    if (!kind.unit().isEmpty()) {
      entry.put("kind", kind.unit());
    }
    entry.put("summary", kind.doc().summary());
    Map<String, Object> sections = new LinkedHashMap<>();
    for (String name : Doc.SECTIONS) {
      String text = kind.doc().sections().getOrDefault(name, "");
      if (!text.isEmpty()) {
        sections.put(name.toLowerCase(Locale.ROOT), text);
      }
    }
    entry.put("sections", sections);
    entry.put("options", options(kind.options()));
    return entry;
  }

  private static List<Map<String, Object>> options(List<Option> options) {
    return options.stream().map(CatalogueText::option).toList();
  }

  private static Map<String, Object> option(Option option) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", option.name());
    entry.put("type", option.shape().words());
    entry.put("required", option.required());
    if (option.byDefault() != null) {
      entry.put("default", option.byDefault());
    }
    entry.put("doc", option.doc());
    List<Option> inner = option.shape().inner();
    if (!inner.isEmpty()) {
      entry.put("options", options(inner));
    }
    return entry;
  }
}
