package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.compare.GroupReport.Entry;
import dev.retort.compare.GroupReport.Group;
import dev.retort.measure.diversity.DiversityOptions;
import dev.retort.measure.diversity.DiversityProfile;
import dev.retort.recipe.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How diverse the texts of each author are.
///
/// @param embeddings takes those of the records, where they have some
/// @param options what is measured
/// @param draw which texts are measured where an author has more
public record Diversity(TextSource source, @Nullable Embeddings embeddings, DiversityOptions options, Draw draw) {

  private static final String OF_EMBEDDINGS = "vendi_embedding";
  private static final List<String> WITHOUT_WORDS = List.of(OF_EMBEDDINGS, "compression_ratio");

  /// Options with the measures of these names, in their usual order; all that there is data for where none is named.
  public static DiversityOptions options(List<String> wanted, boolean embedded, long seed) {
    List<String> names = wanted.stream().map(String::strip).filter(Predicate.not(String::isEmpty)).toList();
    for (String name : names) {
      if (!DiversityProfile.NAMES.contains(name)) {
        throw new UserError("--measures: found '%s', wanted names of measures. %s".formatted(name,
            Wording.instead(name, DiversityProfile.NAMES)));
      }
    }
    if (!embedded && names.contains(OF_EMBEDDINGS)) {
      throw new UserError("--measures: %s needs embeddings, and no column of them was named. Name it with --vectors."
          .formatted(OF_EMBEDDINGS));
    }
    List<String> measures = DiversityProfile.NAMES.stream()
        .filter(name -> names.isEmpty() ? embedded || !name.equals(OF_EMBEDDINGS) : names.contains(name)).toList();
    return DiversityOptions.usual().withMeasures(measures).withSeed(seed);
  }

  /// Reads, groups and measures.
  public GroupReport measure(MeasureListener listener) {
    TextGroups gathering = new TextGroups(draw, new HeldText(Runtime.getRuntime().maxMemory()), embeddings);
    ReadCounts read = source.read(false, gathering, listener);
    List<TextGroup> groups = gathering.groups();
    listener.stage("diversity", groups.size());
    AtomicLong done = new AtomicLong();
    List<Group> measured = groups.parallelStream().map(group -> {
      Group one = group(group);
      listener.done(done.incrementAndGet());
      return one;
    }).toList();
    return new GroupReport(read, settings(), measured);
  }

  private Group group(TextGroup group) {
    Embeddings vectors = embeddings;
    DiversityProfile profile = vectors == null
        ? DiversityProfile.of(group.texts(), options)
        : DiversityProfile.of(group.texts(), group.texts().stream().map(vectors::doubles).toList(), options);
    return new Group(group.name(), group.texts().size(), group.beyond(),
        profile.entries().stream().map(entry -> new Entry(entry.name(), entry.reading())).toList());
  }

  private Map<String, Map<String, Object>> settings() {
    Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    options.measures()
        .forEach(name -> settings.put(name, WITHOUT_WORDS.contains(name) ? Map.of() : Map.of("words", "python_split")));
    return settings;
  }
}
