package dev.retort.processor;

import java.util.SortedMap;

/// All steps and teacher kinds of a compilation, by name.
record Kinds(SortedMap<String, Kind> steps, SortedMap<String, Kind> teachers) {

  SortedMap<String, Kind> of(Kind.Role role) {
    return switch (role) {
      case STEP -> steps;
      case TEACHER -> teachers;
    };
  }
}
