package dev.retort.steps;

import dev.retort.UserError;
import dev.retort.card.DataFile;
import dev.retort.card.DatasetCard;
import dev.retort.card.Exported;
import dev.retort.card.Manifest;
import dev.retort.card.TermsGate;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.Default;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import dev.retort.step.StepName;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Terms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the dataset: data files, a manifest and a dataset card.
///
/// Equal rows give equal bytes. Nothing is written when the counts of an earlier step do not add up, or when the terms
/// of anything the rows descend from (datasets, teachers, judges, rewriters) forbid the recipe's `intended_use` or are
/// silent on it. `research` alone passes where terms are silent, and the card says so.
///
/// Reads: `messages` (or `prompt` and `response`, and `system` where there is one) for all layouts but `rows`; `sources`.
///
/// Writes: `data-00000-of-00004.jsonl` and so on, `manifest.json` (rows, bytes and SHA-256 of each file) and `README.md`
/// into `path`. Each row has its `id`, the columns of the layout, `prompt_id`, `teacher` and `simulated` where they come
/// in, and those of `columns`. `chat` has `messages`, a list of {role, content, tool_calls, tool_call_id}; `sharegpt` has
/// `conversations`, a list of {from, value, tool_calls, tool_call_id}, from human, gpt, system or tool; `alpaca` has
/// `instruction`, `input` (empty), `output` and `system`; `prompt_completion` has `prompt`, `completion` and `system`;
/// `rows` has every column.
///
/// Texts are written as they came. Reasoning is left out unless `reasoning: true`. The table that goes on is what was
/// written, and `sources`.
///
/// In `csv` a list or record stands as JSON text, an absent value is an empty field and an empty text is `""`.
///
/// Drops: `no_messages`; in `alpaca` and `prompt_completion` also `not_single_turn`, `no_response` and `has_tools`.
///
/// Fails: `bad_row` for a role `sharegpt` has no word for.
///
/// Cost: no model calls; two passes over the rows, memory bounded.
///
/// Source: the layouts of OpenAI chats, ShareGPT and Stanford Alpaca; cards as the Hugging Face hub reads them.
///
/// ```yaml
/// - write: {path: export, layout: chat, format: jsonl_zst, shards: 4, columns: [score]}
/// ```
///
/// @param path a folder inside the run folder
/// @param layout how a row is laid out
/// @param format `jsonl`, `jsonl_gz`, `jsonl_zst`, `json` (an array), `csv` (a chat does not fit there) or `parquet`
/// @param shards how many data files; fewer where there are fewer rows
/// @param columns further columns to carry along
/// @param reasoning whether the teachers' reasoning goes out too
/// @param overrideTerms why data goes out though terms forbid it or are unknown; stored on the card
@StepName("write")
public record Write(@Default("export") String path, @Default("chat") Layout layout, @Default("jsonl") Format format,
    @Default("1") int shards, @Default("[]") List<String> columns, @Default("false") boolean reasoning,
    @Nullable String overrideTerms) implements OfTable {

  /// How a row is laid out.
  public enum Layout {
    CHAT, SHAREGPT, ALPACA, PROMPT_COMPLETION, ROWS
  }

  /// Which files the rows are in.
  public enum Format {
    JSONL, JSONL_GZ, JSONL_ZST, JSON, CSV, PARQUET
  }

  public Write {
    columns = List.copyOf(columns);
  }

  @Override
  public String exports() {
    return path;
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    String wrong = ExportFolder.wrongPath(path);
    if (wrong != null) {
      plan.problem("path", wrong);
    }
    if (shards < 1 || shards > 10_000) {
      plan.problem("shards", "shards is %d, wanted 1 to 10000.".formatted(shards));
    }
    if (overrideTerms != null && overrideTerms.isBlank()) {
      plan.problem("override_terms", "the reason is empty. Write why the data may go out.");
    }
    planTerms(plan);
    List<WriteLayout.Wrong> problems = WriteLayout.problems(this, input);
    problems.forEach(problem -> plan.problem(problem.option(), problem.message()));
    return problems.isEmpty() ? new WriteLayout(this, input).table() : input;
  }

  private void planTerms(Planning plan) {
    Map<String, Terms> descends = plan.descends();
    List<Source> sources = descends.keySet().stream()
        .map(name -> new Source(name, plan.teachers().contains(name) ? "teacher" : "prompt")).toList();
    for (TermsGate.Finding finding : TermsGate.check(plan.intendedUse(), sources, descends, descends)) {
      if (!finding.passes() && overrideTerms == null) {
        plan.problem("override_terms", finding.refusal());
      } else if (finding.verdict() == Terms.Verdict.UNKNOWN) {
        plan.note("not for release: terms of '%s' unknown".formatted(finding.source().name()));
      }
    }
  }

  @Override
  public Result apply(Data input, Tables tables) {
    conserved(tables.facts().funnels());
    WriteLayout laying = new WriteLayout(this, input.schema());
    Exported exported = new Exported();
    Data laid = tables.load(laying.table(), sink -> lay(input, laying, tables, exported, sink));
    List<TermsGate.Finding> findings = gate(exported, tables);
    Path folder = tables.export(path);
    List<DataFile> files = new WriteFiles(folder, format, shards).write(laid, laying.exported(), tables);
    Manifest manifest = new Manifest(word(layout), word(format), laying.exported(), files);
    WriteFiles.text(folder.resolve("manifest.json"), manifest.json());
    boolean overridden = overrideTerms != null && !TermsGate.refused(findings).isEmpty();
    WriteFiles.text(folder.resolve("README.md"), new DatasetCard(tables.step(), tables.facts(), manifest, exported,
        findings, overridden ? overrideTerms : null).markdown());
    return new Result(laid, input.rows(), exported.rows());
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /// No unit may be lost on the way: that would be a mistake of ours, not of the recipe.
  private static void conserved(Map<String, Funnel> funnels) {
    funnels.forEach((step, funnel) -> {
      if (!funnel.balanced() || funnel.pending() > 0) {
        throw new IllegalStateException(
            "step '%s' does not add up, nothing is written: %d units, but %d kept, %d dropped, %d failed, %d pending"
                .formatted(step, funnel.units(), funnel.kept(), funnel.dropped(), funnel.failed(), funnel.pending()));
      }
    });
  }

  private static void lay(Data input, WriteLayout laying, Tables tables, Exported exported, Sink sink) {
    try (Rows rows = tables.scan(input)) {
      long done = 0;
      for (Row row = rows.next(); row != null; row = rows.next()) {
        Outcome outcome = laying.apply(row);
        switch (outcome) {
          case Outcome.Kept(List<Row> kept) -> {
            exported.kept(row);
            kept.forEach(sink::add);
          }
          case Outcome.Dropped(String reason) -> {
            exported.dropped(reason);
            tables.drop(row.id(), outcome, "");
          }
          case Outcome.Failed failed -> {
            exported.failed(failed.failure().word());
            tables.drop(row.id(), outcome, failed.message());
          }
          case Outcome.Undecided undecided -> throw new IllegalStateException("no layout is undecided: " + undecided);
        }
        tables.progress(++done);
      }
    }
  }

  private List<TermsGate.Finding> gate(Exported exported, Tables tables) {
    Map<String, Terms> teachers = new HashMap<>();
    for (Map.Entry<String, Teacher> teacher : tables.facts().teachers().entrySet()) {
      teachers.put(teacher.getKey(), teacher.getValue().effectiveTerms());
    }
    List<TermsGate.Finding> findings = TermsGate.check(tables.facts().intendedUse(), exported.sources(), teachers,
        tables.facts().datasets());
    List<TermsGate.Finding> refused = TermsGate.refused(findings);
    if (!refused.isEmpty() && overrideTerms == null) {
      List<String> lines = new ArrayList<>();
      refused.forEach(finding -> lines.add("[%s] %s".formatted(tables.step(), finding.refusal())));
      throw new UserError(lines);
    }
    return findings;
  }
}
