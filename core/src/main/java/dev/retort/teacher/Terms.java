package dev.retort.teacher;

import dev.retort.step.Default;
import java.util.List;

/// The terms on which a teacher's answers or a source's rows may be used.
///
/// In a recipe a plain name (`terms: apache-2.0`) or a mapping. `own` marks one's own data: every use is allowed.
///
/// @param name the licence's name, for the card
/// @param allow uses the terms allow
/// @param deny uses the terms deny; a use in neither list is unknown
/// @param basis where the terms say so, in the recipe author's words
public record Terms(String name, @Default("[]") List<Use> allow, @Default("[]") List<Use> deny,
    @Default("\"\"") String basis) {

  public static final Terms UNKNOWN = new Terms("unknown", List.of(), List.of(), "");
  public static final String OWN = "own";

  public Terms {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    for (Use use : allow) {
      if (deny.contains(use)) {
        throw new IllegalArgumentException("terms '%s' both allow and deny %s".formatted(name, use));
      }
    }
  }

  /// What terms say of a use.
  public enum Verdict {
    ALLOWED, DENIED, UNKNOWN
  }

  public Verdict verdict(Use use) {
    if (deny.contains(use)) {
      return Verdict.DENIED;
    }
    return name.equals(OWN) || allow.contains(use) ? Verdict.ALLOWED : Verdict.UNKNOWN;
  }
}
