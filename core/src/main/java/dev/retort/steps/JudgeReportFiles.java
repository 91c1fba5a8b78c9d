package dev.retort.steps;

import dev.retort.measure.judging.Choice;
import dev.retort.measure.judging.Findings;
import dev.retort.measure.judging.LabelAgreement;
import dev.retort.measure.judging.PairReport;
import dev.retort.measure.judging.RankReport;
import dev.retort.measure.judging.ScoreReport;
import dev.retort.measure.statistics.Measured;
import dev.retort.row.Json;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lays findings out as JSON and as Markdown. What was not measured is absent from the one and named in the other.
final class JudgeReportFiles {
  private static final String CAVEAT = """
      A judge's view. How good a student becomes that is trained on these rows was not measured. A favour for length or
      for a family may have a good reason; what is left beside people's own favour (above people) has none that people
      share.
      Rows that a judging step failed or left out are not in here; the run's report counts them.
      """;

  private JudgeReportFiles() {}

  static String json(Findings findings) {
    ObjectNode root = Json.MAPPER.createObjectNode().put("simulated_rows", findings.simulated())
        .put("repeated_rows", findings.repeated());
    ArrayNode pairs = root.putArray("comparisons");
    findings.pairs().forEach(report -> pair(pairs.addObject(), report));
    ArrayNode scores = root.putArray("scores");
    findings.scores().forEach(report -> score(scores.addObject(), report));
    ArrayNode ranks = root.putArray("rankings");
    for (RankReport report : findings.ranks()) {
      ObjectNode node = ranks.addObject().put("judge", report.judge()).put("ranked", report.ranked()).put("unranked",
          report.unranked());
      put(node, "place", report.place());
    }
    return root.toPrettyString() + "\n";
  }

  private static void pair(ObjectNode node, PairReport report) {
    PairReport.Counts counts = report.counts();
    node.put("judge", report.judge()).put("pairs", counts.pairs()).put("decided", counts.decided())
        .put("ties", counts.ties()).put("undecided", counts.undecided()).put("inconsistent", counts.inconsistent());
    ObjectNode position = node.putObject("position").put("usable", report.position().usable());
    put(position, "bias", report.position().bias());
    put(position, "first_share", report.position().firstShare());
    put(position, "consistent", report.position().consistent());
    favours(node.putObject("length"), report.length());
    favours(node.putObject("own_family"), report.family());
    LabelAgreement agreement = report.agreement();
    ObjectNode people = node.putObject("people").put("labelled", agreement.items()).put("undecided",
        agreement.undecided());
    put(people, "accuracy", agreement.accuracy());
    put(people, "accuracy_without_ties", agreement.accuracyWithoutTies());
    put(people, "kappa", agreement.kappa());
    put(people, "correlation", agreement.correlation());
    ObjectNode table = people.putObject("counts");
    for (Choice human : Choice.values()) {
      ObjectNode row = table.putObject("people_" + word(human));
      for (Choice judge : Choice.values()) {
        row.put("judge_" + word(judge), agreement.counts()[human.ordinal()][judge.ordinal()]);
      }
    }
  }

  private static String word(Choice choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private static void favours(ObjectNode node, PairReport.Favours favours) {
    put(node, "share", favours.share());
    put(node, "above_people", favours.abovePeople());
    put(node, "correlation", favours.correlation());
  }

  private static void score(ObjectNode node, ScoreReport report) {
    node.put("judge", report.judge()).put("scored", report.scored()).put("unscored", report.unscored());
    put(node, "mean", report.mean());
    put(node, "length", report.bias().length());
    put(node, "own_family", report.bias().ownFamily());
    ObjectNode people = node.putObject("people");
    put(people, "pearson", report.people().pearson());
    put(people, "spearman", report.people().spearman());
  }

  private static void put(ObjectNode node, String name, Optional<Measured> measured) {
    measured.ifPresent(found -> node.putObject(name).put("value", found.value()).put("low", found.low())
        .put("high", found.high()).put("sample", found.sample()));
  }

  static String markdown(Findings findings) {
    StringBuilder out = new StringBuilder("# Judges\n\n").append(CAVEAT);
    if (findings.simulated() > 0) {
      out.append(
          "\n**In %d rows a simulated model judged or wrote. These numbers show that the plumbing works, and say "
              .formatted(findings.simulated()))
          .append("nothing about any model.**\n");
    }
    if (findings.repeated() > 0) {
      out.append("\n%d rows are further samples of a judge on the same row. They count as items of their own, so the "
          .formatted(findings.repeated())).append("intervals are too narrow.\n");
    }
    for (PairReport report : findings.pairs()) {
      PairReport.Counts counts = report.counts();
      out.append("\n## %s, comparing\n\n%d pairs: %d decided, %d ties (%d of them because the orders disagreed), "
          .formatted(report.judge(), counts.pairs(), counts.decided(), counts.ties(), counts.inconsistent())
          + "%d undecided because a reply could not be read.\n\n".formatted(counts.undecided()));
      head(out);
      line(out, "same verdict in both orders", report.position().consistent());
      line(out, "favour for the first (-1 to 1, 0 is none)", report.position().bias());
      line(out, "share won by the longer", report.length().share());
      line(out, "the same, above people", report.length().abovePeople());
      line(out, "correlation with length", report.length().correlation());
      line(out, "share won by its own family", report.family().share());
      line(out, "the same, above people", report.family().abovePeople());
      line(out, "accuracy against people", report.agreement().accuracy());
      line(out, "the same, ties left out", report.agreement().accuracyWithoutTies());
      line(out, "Cohen's kappa", report.agreement().kappa());
      line(out, "correlation with people", report.agreement().correlation());
    }
    for (ScoreReport report : findings.scores()) {
      out.append("\n## %s, grading\n\n%d scored, %d unscored because a reply could not be read.\n\n"
          .formatted(report.judge(), report.scored(), report.unscored()));
      head(out);
      line(out, "mean score", report.mean());
      line(out, "correlation with length", report.bias().length());
      line(out, "its own family above others", report.bias().ownFamily());
      line(out, "correlation with people (Pearson)", report.people().pearson());
      line(out, "correlation with people (Spearman)", report.people().spearman());
    }
    for (RankReport report : findings.ranks()) {
      out.append("\n## %s, ranking\n\n%d ranked, %d unranked because a reply could not be read.\n\n"
          .formatted(report.judge(), report.ranked(), report.unranked()));
      head(out);
      line(out, "favour for earlier places (-1 to 1, 0 is none)", report.place());
    }
    return out.toString();
  }

  private static void head(StringBuilder out) {
    out.append("| | value | 95 % interval | sample |\n|---|---|---|---|\n");
  }

  private static void line(StringBuilder out, String name, Optional<Measured> measured) {
    out.append(measured.map(found -> String.format(Locale.ROOT, "| %s | %.3f | %.3f to %.3f | %d |\n", name,
        found.value(), found.low(), found.high(), found.sample()))
        .orElse("| %s | not measured | | |\n".formatted(name)));
  }
}
