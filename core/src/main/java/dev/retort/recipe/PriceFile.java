package dev.retort.recipe;

import dev.retort.recipe.Node.Entry;
import dev.retort.recipe.Node.Mapping;
import dev.retort.recipe.Node.Mark;
import dev.retort.teacher.Price;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file of prices by model name, in YAML or JSON. Each names its source and its day, or is refused.
///
/// @param prices by model name, those that could be read
/// @param problems in the order of the file
public record PriceFile(Map<String, Price> prices, List<Problem> problems) {
  private static final int LARGEST = 1 << 20;

  public PriceFile {
    prices = Collections.unmodifiableMap(new LinkedHashMap<>(prices));
    problems = List.copyOf(problems);
  }

  public static PriceFile read(Path file) {
    Problems problems = new Problems();
    Map<String, Price> prices = new LinkedHashMap<>();
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException("it is larger than 1 MiB");
      }
      Node root = NodeReader.file(file.toString(), Files.readString(file), problems);
      if (root instanceof Mapping mapping) {
        bind(mapping, file, prices, problems);
      } else if (root != null) {
        problems.add(root.at(), "", "found " + root.found() + ", a mapping of model names to prices was wanted.");
      }
    } catch (IOException e) {
      problems.add(new Mark(file.toString(), 0, 0), "",
          "cannot be read (%s), a file of prices was wanted. Correct 'prices:' in the recipe.".formatted(e));
    }
    return new PriceFile(prices, problems.sorted());
  }

  private static void bind(Mapping mapping, Path file, Map<String, Price> prices, Problems problems) {
    Path folder = file.toAbsolutePath().getParent();
    Binder binder = new Binder(Catalogue.load(List.of()), new Environment(folder == null ? file : folder, _ -> null),
        problems);
    for (Entry entry : mapping.entries()) {
      int before = problems.count();
      Object bound = binder.bind(Price.class, entry.value(), Place.ROOT.key(entry.key()));
      if (bound instanceof Price price && problems.count() == before) {
        prices.put(entry.key(), price);
      }
    }
  }
}
