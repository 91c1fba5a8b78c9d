package dev.retort.steps;

import dev.retort.steps.ClusterAgentPrompts.Kind;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.structured.Structured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Finds the criteria texts are clustered by: proposals, two merging calls, and a sentence for each.
///
/// @param sentences one for each criterion; may be empty
/// @param asked discovery calls
/// @param lost those among them without a usable answer
record ClusterAgentCriteria(List<String> sentences, int asked, int lost) {
  /// Proposals shown to the merging call; those of the fewest readers are left out.
  private static final int MOST_SHOWN = 200;

  ClusterAgentCriteria {
    sentences = List.copyOf(sentences);
  }

  /// Something proposed.
  private record Found(String name, String definition, int readers) {
    Found again() {
      return new Found(name, definition, readers + 1);
    }

    Map<String, Object> shown() {
      return Map.of("name", name, "definition", definition, "readers", (long) readers);
    }
  }

  static ClusterAgentCriteria find(ClusterAgent options, ClusterAgentPrompts prompts, ClusterAgentAsking asking,
      ClusterAgentDraws draws, List<String> texts) {
    ClusterAgent.Discovery how = options.discovery();
    if (!how.criteria().isEmpty() || how.calls() == 0) {
      return new ClusterAgentCriteria(how.criteria(), 0, 0);
    }
    Map<String, Found> metadata = new LinkedHashMap<>();
    Map<String, Found> metrics = new LinkedHashMap<>();
    int lost = 0;
    int reasks = options.prompts().reask();
    for (int asked = 0; asked < how.calls(); asked += options.rounds().wave()) {
      List<String> wave = new ArrayList<>();
      for (int i = asked; i < Math.min(how.calls(), asked + options.rounds().wave()); i++) {
        int[] drawn = draws.draw(how.texts());
        wave.add(prompts.fill(Kind.DISCOVERY, (long) drawn.length, ClusterAgentPrompts.numbered(texts, drawn)));
      }
      for (Structured.Asked one : asking.each(ClusterAgentAnswers.proposals(reasks), wave)) {
        switch (one.result()) {
          case Structured.Given given -> {
            count(given.answer().path("metadata"), metadata);
            count(given.answer().path("metrics"), metrics);
          }
          case Structured.NotGiven _ -> lost++;
        }
      }
    }
    if (metadata.isEmpty() || lost > how.calls() * options.rounds().malformed()) {
      throw new CallFailed(Failure.MALFORMED_REPLY,
          "discovery: %d of %d calls gave no usable headings, more than 'rounds.malformed' allows (%s)".formatted(lost,
              how.calls(), options.rounds().malformed()));
    }
    return new ClusterAgentCriteria(sentences(options, prompts, asking, metadata, metrics), how.calls(), lost);
  }

  /// Each name once a reader, whatever its case.
  private static void count(JsonNode proposed, Map<String, Found> found) {
    Set<String> seen = new HashSet<>();
    for (JsonNode one : proposed) {
      String name = ClusterAgentAnswers.line(one.path("name"));
      String key = name.toLowerCase(Locale.ROOT);
      if (seen.add(key)) {
        Found earlier = found.get(key);
        found.put(key,
            earlier == null ? new Found(name, ClusterAgentAnswers.line(one.path("definition")), 1) : earlier.again());
      }
    }
  }

  private static List<String> sentences(ClusterAgent options, ClusterAgentPrompts prompts, ClusterAgentAsking asking,
      Map<String, Found> metadata, Map<String, Found> metrics) {
    int keep = options.discovery().keep();
    int reasks = options.prompts().reask();
    List<Map<String, String>> criteria = new ArrayList<>();
    Map<String, Map<String, Found>> kinds = new LinkedHashMap<>();
    kinds.put("metadata headings", metadata);
    kinds.put("metrics", metrics);
    kinds.forEach((kind, found) -> {
      String prompt = prompts.fill(Kind.SUMMARY, kind, (long) keep, shown(found));
      JsonNode merged = asking.ask(ClusterAgentAnswers.merged(keep, reasks), prompt, "summary of " + kind);
      merged.path("criteria").forEach(one -> criteria.add(Map.of("kind", kind.equals("metrics") ? "metric" : "metadata",
          "name", ClusterAgentAnswers.line(one.path("name")), "definition",
          ClusterAgentAnswers.line(one.path("definition")))));
    });
    JsonNode said = asking.ask(ClusterAgentAnswers.sentences(criteria.size(), reasks),
        prompts.fill(Kind.CRITERIA, criteria), "criteria");
    return said.path("sentences").valueStream().map(ClusterAgentAnswers::line).toList();
  }

  private static List<Map<String, Object>> shown(Map<String, Found> found) {
    return found.values().stream().sorted(Comparator.comparingInt(Found::readers).reversed()).limit(MOST_SHOWN)
        .map(Found::shown).toList();
  }
}
