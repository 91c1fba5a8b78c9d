package dev.retort.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Notices files of judgements that judge another model than their name says.
final class FileNames {
  private static final int MOST_MODELS = 3;

  private final Names names;
  private final Map<Path, Set<String>> judged = new LinkedHashMap<>();

  FileNames(Names names) {
    this.names = names;
  }

  /// Remembers what a file judges; a few models are enough to tell that it is not about one.
  void saw(Judgement judgement) {
    Set<String> models = judged.computeIfAbsent(judgement.file(), _ -> new LinkedHashSet<>());
    if (models.size() < MOST_MODELS) {
      models.add(judgement.b());
    }
  }

  int files() {
    return judged.size();
  }

  /// A sentence for each file about one model that goes by another name, where files are named after models: its own
  /// name is a teacher's, or most of the others are named so.
  List<String> misnamed() {
    List<Path> single = judged.keySet().stream().filter(file -> models(file).size() == 1).toList();
    List<Path> wrong = single.stream().filter(file -> !same(stem(file), model(file))).toList();
    boolean custom = wrong.size() * 2 < single.size();
    List<String> sentences = new ArrayList<>();
    for (Path file : wrong) {
      if (custom || names.teacher(stem(file)) != null) {
        sentences.add("%s judges '%s', not '%s' as its name says".formatted(shown(file), model(file), stem(file)));
      }
    }
    return sentences;
  }

  private Set<String> models(Path file) {
    return Objects.requireNonNull(judged.get(file));
  }

  private String model(Path file) {
    return models(file).iterator().next();
  }

  private boolean same(String stem, String model) {
    String teacher = names.teacher(stem);
    return stem.equals(model) || teacher != null && teacher.equals(names.teacher(model));
  }

  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("(\\.(jsonl|ndjson|json|csv|parquet))?(\\.(gz|zst))?$", "");
  }

  /// The file within its folder: several annotators' files have one name.
  private static String shown(Path file) {
    Path folder = file.getParent();
    Path last = folder == null ? null : folder.getFileName();
    return last == null ? String.valueOf(file.getFileName()) : last + "/" + file.getFileName();
  }
}
