package dev.retort.card;

import dev.retort.row.Source;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Terms.Verdict;
import dev.retort.teacher.Use;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// Holds the terms of everything rows descend from against what the data is for. It fails closed.
///
/// | verdict | `research` | any other use |
/// |---|---|---|
/// | allowed | passes | passes |
/// | unknown | passes, and is told | refused |
/// | denied | refused | refused |
public final class TermsGate {
  /// Role of what rows that name no source descend from.
  static final String UNNAMED = "unknown";
  private static final String DATASET = "prompt";

  private TermsGate() {}

  /// What the gate says of one source.
  ///
  /// @param source the source, and what it was to the rows
  /// @param use what the data is for
  public record Finding(Source source, Terms terms, Use use) {

    public Verdict verdict() {
      return terms.verdict(use);
    }

    /// Whether data that descends from this source may go out.
    public boolean passes() {
      return switch (verdict()) {
        case ALLOWED -> true;
        case DENIED -> false;
        case UNKNOWN -> use == Use.RESEARCH;
      };
    }

    private String kind() {
      return switch (source.role()) {
        case DATASET -> "dataset";
        case UNNAMED -> "source";
        default -> "teacher";
      };
    }

    /// Why the source is refused and what to do: one line.
    public String refusal() {
      String says = verdict() == Verdict.DENIED
          ? "deny %s".formatted(word(use))
          : "do not say whether %s is allowed".formatted(word(use));
      String basis = terms.basis().isBlank() ? "" : " (basis: %s)".formatted(terms.basis());
      String role = source.role().equals("teacher") ? "" : " (%s)".formatted(source.role());
      return ("%s '%s'%s: its terms '%s' %s%s, the recipe's intended_use is %s. Leave it out, change intended_use, "
          + "give terms that allow it with their basis, or set override_terms with a reason.")
          .formatted(kind(), source.name(), role, terms.name(),
              says, basis, word(use));
    }
  }

  /// The use as a recipe spells it.
  public static String word(Use use) {
    return use.name().toLowerCase(Locale.ROOT);
  }

  /// The verdict on each source, in order. A source whose terms nobody states has unknown ones.
  ///
  /// @param sources what the rows descend from
  /// @param teachers terms by teacher
  /// @param datasets terms by the step that read the dataset
  public static List<Finding> check(Use use, Collection<Source> sources, Map<String, Terms> teachers,
      Map<String, Terms> datasets) {
    List<Finding> findings = new ArrayList<>();
    for (Source source : new TreeSet<>(sources)) {
      Map<String, Terms> stated = source.role().equals(DATASET) ? datasets : teachers;
      findings.add(new Finding(source, stated.getOrDefault(source.name(), Terms.UNKNOWN), use));
    }
    return List.copyOf(findings);
  }

  /// The verdicts that stop an export.
  public static List<Finding> refused(Collection<Finding> findings) {
    return findings.stream().filter(finding -> !finding.passes()).toList();
  }
}
