package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.compare.GroupReport.Entry;
import dev.retort.compare.GroupReport.Group;
import dev.retort.measure.diversity.DiversityOptions;
import dev.retort.measure.diversity.DiversityProfile;
import dev.retort.recipe.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How diverse the texts of each author are.
///
/// @param embeddings takes those of the records, where they have some
/// @param options what is measured
/// @param draw which texts are measured where an author has more
public record Diversity(TextSource source, @Nullable Embeddings embeddings, DiversityOptions options, Draw draw) {

  private static final String OF_EMBEDDINGS = "vendi_embedding";
  private static final List<String> WITHOUT_WORDS = List.of(OF_EMBEDDINGS, "compression_ratio");

  /// What can be measured: what a profile has, and the perplexity under teachers.
  public static List<String> names() {
    return Stream.concat(DiversityProfile.NAMES.stream(), Stream.of(GivenPerplexity.NAME)).toList();
  }

  /// Options with the measures of these names, in their usual order; all that there is data for where none is named.
  public static DiversityOptions options(List<String> wanted, boolean embedded, long seed) {
    List<String> names = wanted.stream().map(String::strip).filter(Predicate.not(String::isEmpty)).toList();
    if (names.isEmpty() && !wanted.isEmpty()) {
      throw new UserError("--measures: found none, wanted one or more. %s".formatted(Wording.instead("", names())));
    }
    for (String name : names) {
      if (!names().contains(name)) {
        throw new UserError("--measures: found '%s', wanted names of measures. %s".formatted(name,
            Wording.instead(name, names())));
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

  /// Where to look for log-probabilities; null where they are not wanted.
  /// @param columns what `--log-probs` names
  public static LogProbs.@Nullable InColumns logProbs(List<String> wanted, @Nullable String columns) {
    boolean named = columns != null || wanted.stream().map(String::strip).anyMatch(GivenPerplexity.NAME::equals);
    LogProbs.InColumns there = LogProbs.InColumns.of(columns);
    return named
        ? new LogProbs.InColumns(there.sum(), there.tokens(), true)
        : wanted.stream().allMatch(String::isBlank) ? there : null;
  }

  /// Reads, groups and measures.
  public GroupReport measure(MeasureListener listener) {
    TextGroups gathering = new TextGroups(draw, new HeldText(Runtime.getRuntime().maxMemory()), embeddings);
    ReadCounts read = source.read(false, gathering, listener);
    List<TextGroup> groups = gathering.groups();
    GivenPerplexity given = GivenPerplexity.of(groups, source.names().logProbs(), options);
    listener.stage("diversity", groups.size());
    AtomicLong done = new AtomicLong();
    List<Group> measured = groups.parallelStream().map(group -> {
      Group one = group(group, given);
      listener.done(done.incrementAndGet());
      return one;
    }).toList();
    return new GroupReport(read, settings(given), measured);
  }

  private Group group(TextGroup group, GivenPerplexity given) {
    Embeddings vectors = embeddings;
    DiversityProfile profile = vectors == null
        ? DiversityProfile.of(group.texts(), options)
        : DiversityProfile.of(group.texts(), group.texts().stream().map(vectors::doubles).toList(), options);
    List<Entry> entries = new ArrayList<>(
        profile.entries().stream().map(entry -> new Entry(entry.name(), entry.reading())).toList());
    entries.addAll(given.entries(group));
    return new Group(group.name(), group.texts().size(), group.beyond(), entries);
  }

  private Map<String, Map<String, Object>> settings(GivenPerplexity given) {
    Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    options.measures()
        .forEach(name -> settings.put(name, WITHOUT_WORDS.contains(name) ? Map.of() : Map.of("words", "python_split")));
    given.teachers().forEach(teacher -> settings.put(GivenPerplexity.name(teacher),
        teacher.isEmpty() ? Map.of() : Map.of("teacher", teacher)));
    return settings;
  }
}
