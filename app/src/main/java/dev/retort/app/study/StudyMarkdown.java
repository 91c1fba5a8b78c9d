package dev.retort.app.study;

import dev.retort.app.report.TeacherSheet;
import dev.retort.app.report.Words;
import dev.retort.measure.statistics.Measured;
import dev.retort.study.Duel;
import dev.retort.study.PreferenceSheet;
import dev.retort.study.ProfileSheet;
import dev.retort.study.ScoreSheet;
import dev.retort.study.SimilaritySheet;
import dev.retort.study.VerdictSheet;
import dev.retort.text.Visible;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A study as Markdown: the page's tables without its plots and texts.
public final class StudyMarkdown {
  private final StudyData data;
  private final StringBuilder out = new StringBuilder();

  private StudyMarkdown(StudyData data) {
    this.data = data;
  }

  public static String of(StudyData data) {
    return new StudyMarkdown(data).page();
  }

  private String page() {
    out.append("# Teachers of ").append(text(data.head().run())).append("\n\n").append(StudyWords.basis(data))
        .append("\n");
    if (data.simulated()) {
      out.append("\n**Simulated answers**: no number here says anything about a real model.\n");
    }
    head("What this does not say");
    StudyWords.limits(data).forEach(this::item);
    teachers();
    data.study().scores().forEach(this::scores);
    PreferenceSheet preferences = data.study().preferences();
    if (preferences != null) {
      preferences.tables().forEach(this::preferences);
      audit(preferences);
    }
    data.study().verdicts().forEach(this::verdicts);
    judges();
    SimilaritySheet similarity = data.study().similarity();
    if (similarity != null) {
      similarity(similarity);
    }
    profile("Diversity of each teacher's answers", data.study().diversity());
    profile("Style", data.study().style());
    if (!data.notes().isEmpty()) {
      head("Notes");
      data.notes().forEach(this::item);
    }
    return out.toString();
  }

  private void head(String title) {
    out.append("\n## ").append(text(title)).append("\n\n");
  }

  private void item(String sentence) {
    out.append("- ").append(text(sentence)).append('\n');
  }

  private void row(List<String> cells) {
    out.append('|');
    cells.forEach(cell -> out.append(' ').append(text(cell)).append(" |"));
    out.append('\n');
  }

  private void columns(String... names) {
    row(List.of(names));
    out.append("|---").append("|---:".repeat(names.length - 1)).append("|\n");
  }

  /// Nothing in a name can end a cell, begin a line or become markup.
  private static String text(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : Visible.text(text).replaceAll("\\s+", " ").toCharArray()) {
      if ("\\`*_[]<>|#&!~".indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  private void teachers() {
    head("Teachers");
    columns("teacher", "answers", "cut", "failed", "characters", "tokens/s", "USD", "accepted", "USD an accepted row");
    for (TeacherLine line : data.teachers()) {
      TeacherSheet sheet = line.sheet();
      Double rate = sheet.speed() == null ? null : sheet.speed().tokensPerSecond();
      row(List.of(line.label() + (sheet.simulated() ? " (simulated)" : ""), Words.number(sheet.answers().given()),
          Words.number(sheet.answers().truncated()), Words.number(sheet.answers().failed()),
          Words.spread(sheet.lengths().characters()), rate == null ? "–" : Words.decimal(rate),
          StudyWords.usd(line.cost().usd()), StudyWords.count(line.cost().accepted()),
          StudyWords.usd(line.cost().perAccepted())));
    }
  }

  private void scores(ScoreSheet sheet) {
    head("Score: " + sheet.column());
    columns("teacher", "mean", "without a score");
    sheet.lines().forEach(line -> row(List.of(data.label(line.teacher()), StudyWords.interval(line.mean()),
        Words.number(line.without()))));
  }

  private void preferences(PreferenceSheet.Table table) {
    QualityView view = QualityView.of(table, data::label);
    head("Judged by " + view.title());
    columns("teacher", "win rate", "won", "lost", "tied", "undecided", "Bradley-Terry strength", "p against the next");
    for (Duel duel : table.duels()) {
      Duel.Tally tally = duel.tally();
      row(List.of(data.label(duel.teacher()), StudyWords.interval(duel.winRate()), Words.number(tally.won()),
          Words.number(tally.lost()), Words.number(tally.tied()), Words.number(tally.undecided()),
          StudyWords.interval(duel.strength()), StudyWords.p(view.withNext(duel.teacher()))));
    }
  }

  private void verdicts(VerdictSheet sheet) {
    QualityView view = QualityView.of(sheet);
    head("Judged by " + VerdictWords.title(sheet.by()) + ", against all opponents");
    columns("teacher", "win rate", "won", "lost", "tied", "inconsistent", "undecided", "Bradley-Terry strength",
        "p against the next");
    for (VerdictSheet.Line line : sheet.lines()) {
      VerdictSheet.Tally tally = line.tally();
      row(List.of(data.label(line.teacher()), StudyWords.interval(line.winRate()), Words.number(tally.won()),
          Words.number(tally.lost()), Words.number(tally.tied()), Words.number(tally.inconsistent()),
          Words.number(tally.undecided()), StudyWords.interval(line.strength()),
          StudyWords.p(view.withNext(line.teacher()))));
    }
    out.append('\n');
    VerdictWords.below(data, sheet).forEach(this::item);
  }

  private void audit(PreferenceSheet sheet) {
    head("The judgements");
    StudyWords.audit(sheet.audit()).forEach(this::item);
    if (!sheet.notJudged().isEmpty()) {
      item("Not judged: " + String.join(", ", sheet.notJudged().stream().map(data::label).toList()) + ".");
    }
  }

  private void judges() {
    if (!data.judges().isEmpty()) {
      head("How far to trust the judges");
      columns("judge", "doing", "what", "value", "of");
      data.judges().forEach(line -> row(List.of(line.judge(), line.doing(), line.what(),
          StudyWords.interval(line.measured()), Words.number(line.measured().sample()))));
    }
  }

  private void similarity(SimilaritySheet sheet) {
    head("Similarity of answers to the same prompt (" + sheet.measure() + ")");
    columns("teacher", "to the others on average");
    sheet.consensus().forEach(one -> row(List.of(data.label(one.teacher()), StudyWords.interval(one.mean()))));
    out.append("\nEach two teachers:\n\n");
    List<String> names = sheet.teachers().stream().map(data::label).toList();
    List<String> heading = new ArrayList<>(List.of("teacher"));
    heading.addAll(names);
    columns(heading.toArray(String[]::new));
    for (int a = 0; a < names.size(); a++) {
      List<String> cells = new ArrayList<>(List.of(names.get(a)));
      for (int b = 0; b < names.size(); b++) {
        Measured mean = sheet.between(a, b);
        cells.add(mean == null ? "" : StudyWords.number(mean.value()));
      }
      row(cells);
    }
  }

  private void profile(String title, ProfileSheet sheet) {
    if (sheet.measures().isEmpty()) {
      return;
    }
    head(title);
    List<String> heading = new ArrayList<>(List.of("teacher"));
    sheet.measures().forEach(measure -> heading.add(measure.name()));
    columns(heading.toArray(String[]::new));
    for (ProfileSheet.Line line : sheet.lines()) {
      List<String> cells = new ArrayList<>(Collections.singleton(data.label(line.teacher())));
      for (@Nullable
      Measured value : line.values()) {
        cells.add(StudyWords.interval(value));
      }
      row(cells);
    }
    out.append('\n');
    sheet.measures().stream().filter(measure -> !measure.note().isEmpty())
        .forEach(measure -> item(measure.name() + ": " + measure.note()));
  }
}
