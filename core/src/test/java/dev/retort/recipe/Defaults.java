package dev.retort.recipe;

import dev.retort.recipe.Options.Option;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Binds every default of a record, which a recipe that gives the option never does.
final class Defaults {
  private Defaults() {}

  static List<Problem> problems(Catalogue catalogue, Class<? extends Record> type) {
    Problems problems = new Problems();
    Binder binder = new Binder(catalogue, new Environment(Path.of("."), _ -> null), problems);
    for (Option option : Options.of(type).list()) {
      @Nullable
      String text = option.byDefault();
      if (text != null) {
        Node node = NodeReader.value(type.getName() + "." + option.name(), text, problems);
        if (node != null) {
          binder.bind(option.type(), node, Place.ROOT.key(option.name()));
        }
      }
    }
    return problems.sorted();
  }
}
