package dev.retort.card;

import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Type;
import dev.retort.step.OfTable.Funnel;
import dev.retort.step.OfTable.RunFacts;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.TeacherKind;
import dev.retort.teacher.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The `README.md` of an export: what the data is, where it comes from, on what terms, and what it is not.
///
/// Everything that a model, a dataset or a recipe says is escaped. It holds no dates.
///
/// @param step the name of the step that writes
/// @param facts of the run
/// @param findings of the terms gate
/// @param override why refused terms were passed over; null when they were not
public record DatasetCard(String step, RunFacts facts, Manifest manifest, Exported exported,
    List<TermsGate.Finding> findings, @Nullable String override) {

  public DatasetCard {
    findings = List.copyOf(findings);
  }

  public String markdown() {
    boolean simulated = exported.simulated() > 0 || facts.simulated() > 0;
    StringBuilder out = new StringBuilder(FrontMatter.of(facts.recipe(), manifest, findings, simulated));
    out.append("\n# Dataset ").append(Markup.markdown(facts.recipe())).append("\n\n");
    warnings(out);
    contents(out);
    funnel(out);
    teachers(out);
    terms(out);
    limits(out);
    return out.toString();
  }

  private void warnings(StringBuilder out) {
    if (exported.simulated() > 0 || facts.simulated() > 0) {
      out.append("> **SIMULATED: %s of the rows (%d of %d) were answered by Retort's simulated fleet, not by a model. "
          .formatted(percent(exported.simulated(), exported.rows()), exported.simulated(), exported.rows()))
          .append("The run had %d simulated answers in all. ".formatted(facts.simulated()))
          .append("This proves plumbing, never that data is good. Do not train on it.**\n\n");
    }
    List<String> unknown = findings.stream().filter(finding -> finding.verdict() == Terms.Verdict.UNKNOWN)
        .map(finding -> Markup.code(finding.source().name())).distinct().toList();
    if (!unknown.isEmpty()) {
      out.append("> **Not for release: terms of ").append(String.join(", ", unknown)).append(" unknown.**\n\n");
    }
    if (override != null) {
      out.append("> **The terms gate was overridden** for ").append(TermsGate.refused(findings).stream()
          .map(finding -> Markup.code(finding.source().name())).distinct().collect(Collectors.joining(", ")));
      out.append(". The reason given: ").append(Markup.markdown(override)).append("\n\n");
    }
  }

  private static String percent(long part, long all) {
    return all == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / all);
  }

  private void contents(StringBuilder out) {
    out.append("Made with Retort from the recipe ").append(Markup.code(facts.recipe())).append(" for the use ")
        .append(Markup.code(TermsGate.word(facts.intendedUse()))).append(". ").append(manifest.rows())
        .append(" rows in the layout `").append(manifest.layout()).append("`, ").append(manifest.bytes())
        .append(" bytes in ").append(manifest.files().size()).append(" files of format `").append(manifest.format())
        .append("`. Rows stand in ")
        .append("the order of the run, through the files in order; `manifest.json` has their hashes.\n\n");
    table(out, List.of("File", "Rows", "Bytes", "SHA-256"), manifest.files().stream().map(file -> List
        .of(Markup.code(file.name()), "" + file.rows(), "" + file.bytes(), Markup.code(file.sha256()))).toList());
    List<List<String>> columns = new ArrayList<>(List.of(List.of("`id`", "text")));
    for (Column column : manifest.columns().columns()) {
      columns.add(List.of(Markup.code(column.name()), Markup.markdown(Manifest.word(column.type()))));
    }
    table(out, List.of("Column", "Type"), columns);
  }

  private void funnel(StringBuilder out) {
    out.append("## What became of the rows\n\n");
    List<List<String>> rows = new ArrayList<>();
    facts.funnels().forEach((name, funnel) -> rows.add(line(name, funnel)));
    rows.add(line(step, exported.funnel()));
    table(out, List.of("Step", "Units", "Kept", "Dropped", "Failed", "Pending", "Rows out", "Why not kept"), rows);
  }

  private static List<String> line(String name, Funnel funnel) {
    String reasons = new TreeMap<>(funnel.reasons()).entrySet().stream()
        .map(reason -> Markup.code(reason.getKey()) + " " + reason.getValue()).collect(Collectors.joining(", "));
    return List.of(Markup.code(name), "" + funnel.units(), "" + funnel.kept(), "" + funnel.dropped(),
        "" + funnel.failed(), "" + funnel.pending(), "" + funnel.rowsOut(), reasons);
  }

  private void teachers(StringBuilder out) {
    TreeSet<String> names = new TreeSet<>(exported.byTeacher().keySet());
    findings.stream().map(finding -> finding.source().name()).filter(facts.teachers()::containsKey)
        .forEach(names::add);
    out.append("## Teachers\n\n");
    if (names.isEmpty()) {
      out.append("No model's answer is in these rows.\n\n");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (String name : names) {
      rows.add(teacher(name, facts.teachers().get(name)));
    }
    table(out, List.of("Teacher", "Kind", "Model", "Answered as", "Sampling (unless a step says otherwise)", "Rows"),
        rows);
  }

  private List<String> teacher(String name, @Nullable Teacher teacher) {
    String kind = "";
    String model = "";
    String sampling = "";
    if (teacher != null) {
      TeacherKind named = teacher.backend().getClass().getAnnotation(TeacherKind.class);
      kind = Markup.code(named == null ? teacher.backend().getClass().getSimpleName() : named.value());
      model = Markup.code(Objects.requireNonNullElse(teacher.backend().model(), ""));
      sampling = sampling(teacher.sampling());
    }
    String served = exported.served().getOrDefault(name, Set.of()).stream().map(Markup::code)
        .collect(Collectors.joining(", "));
    return List.of(Markup.code(name), kind, model, served, sampling,
        "" + exported.byTeacher().getOrDefault(name, 0L));
  }

  private static String sampling(Sampling sampling) {
    Map<String, @Nullable Object> fields = new TreeMap<>(sampling.extra());
    fields.put("temperature", sampling.temperature());
    fields.put("top_p", sampling.topP());
    fields.put("max_tokens", sampling.maxTokens());
    fields.put("seed", sampling.seed());
    fields.put("stop", sampling.stop().isEmpty() ? null : sampling.stop());
    String said = fields.entrySet().stream().filter(field -> field.getValue() != null)
        .map(field -> field.getKey() + " " + Json.MAPPER.writeValueAsString(field.getValue()))
        .collect(Collectors.joining(", "));
    return said.isEmpty() ? "as the server does" : Markup.markdown(said);
  }

  private void terms(StringBuilder out) {
    out.append("## Terms\n\nEverything the rows descend from, judges and rewriters too, held against the use ")
        .append(Markup.code(TermsGate.word(facts.intendedUse())))
        .append(". Terms are as the recipe's author states them.\n\n");
    table(out, List.of("Source", "Role", "Terms", "Verdict", "Basis"), findings.stream().map(finding -> List.of(
        Markup.code(finding.source().name()), Markup.code(finding.source().role()),
        Markup.code(finding.terms().name()), finding.verdict().name().toLowerCase(Locale.ROOT),
        Markup.markdown(finding.terms().basis()))).toList());
  }

  private void limits(StringBuilder out) {
    out.append("## Known limits\n\n");
    out.append("- Answers are as the models gave them. Nothing checked them but the steps listed above.\n");
    out.append("- Models repeat what they were trained on: text of others, personal data and bias may be among it.\n");
    out.append("- Retort reads no licence texts: a verdict is only as good as the terms stated in the recipe.\n");
    if (manifest.columns().columns().stream().anyMatch(column -> column.type() == Type.Scalar.JSON)) {
      out.append("- JSON columns may differ in shape from row to row; some readers want one shape.\n");
    }
    if (exported.simulated() > 0 || facts.simulated() > 0) {
      out.append("- Simulated answers are in this data or shaped it: it proves plumbing, never that data is good.\n");
    }
  }

  private static void table(StringBuilder out, List<String> head, List<List<String>> rows) {
    out.append("| ").append(String.join(" | ", head)).append(" |\n");
    out.append("|---".repeat(head.size())).append("|\n");
    for (List<String> row : rows) {
      out.append("| ").append(String.join(" | ", row)).append(" |\n");
    }
    out.append('\n');
  }
}
