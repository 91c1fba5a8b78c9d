package dev.retort.app.report;

import dev.retort.run.RunSummary.StepSummary;
import java.util.List;

/// Everything the report page shows of a run.
///
/// @param overview what ran and how it ended
/// @param funnel every step's units, in order
/// @param teachers one sheet a teacher, in the recipe's order
/// @param prompts answers of all teachers to the same prompt, ten of them or fewer
/// @param terms what was held against the intended use
/// @param annex what stands at the end
public record ReportData(Overview overview, List<StepSummary> funnel, List<TeacherSheet> teachers,
    List<SideBySide> prompts, List<TermsRow> terms, Annex annex) {

  public ReportData {
    funnel = List.copyOf(funnel);
    teachers = List.copyOf(teachers);
    prompts = List.copyOf(prompts);
    terms = List.copyOf(terms);
  }

  /// A page that knows nothing of how calls went.
  public ReportData(Overview overview, List<StepSummary> funnel, List<TeacherSheet> teachers, List<SideBySide> prompts,
      List<TermsRow> terms, List<String> notes) {
    this(overview, funnel, teachers, prompts, terms, new Annex(List.of(), notes));
  }

  /// @param runtime how calls went, one sheet a teacher that was called
  /// @param notes what else is worth telling, one sentence each
  public record Annex(List<RuntimeSheet> runtime, List<String> notes) {
    public Annex {
      runtime = List.copyOf(runtime);
      notes = List.copyOf(notes);
    }
  }

  public List<RuntimeSheet> runtime() {
    return annex.runtime();
  }

  public List<String> notes() {
    return annex.notes();
  }

  /// Terms of one dataset or teacher, held against the intended use.
  ///
  /// @param name the dataset's step or the teacher
  /// @param role `dataset` or `teacher`
  /// @param terms the licence's name
  /// @param verdict `allowed`, `denied` or `unknown` for the intended use
  /// @param basis where the terms say so; empty when nobody said
  public record TermsRow(String name, String role, String terms, String verdict, String basis) {}
}
