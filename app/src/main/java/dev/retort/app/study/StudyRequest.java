package dev.retort.app.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What is asked of a study.
///
/// @param run the run's folder
/// @param preferences files of judgements, instead of those the recipe names; relative to the current folder
/// @param set values that replace those of the recipe
public record StudyRequest(Path run, List<String> preferences, Map<String, String> set) {
  public StudyRequest {
    preferences = List.copyOf(preferences);
    set = Map.copyOf(set);
  }
}
