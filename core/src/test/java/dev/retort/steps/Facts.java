package dev.retort.steps;

import dev.retort.step.OfTable.Funnel;
import dev.retort.step.OfTable.RunFacts;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import java.util.Map;

/// What is known of a run, for tests.
record Facts(String recipe, Use intendedUse, Map<String, Teacher> teachers, Map<String, Terms> datasets,
    Map<String, Funnel> funnels, long simulated) implements RunFacts {
  static final Facts NONE = new Facts("test", Use.RESEARCH, Map.of(), Map.of(), Map.of(), 0);
}
