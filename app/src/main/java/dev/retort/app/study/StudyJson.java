package dev.retort.app.study;

import dev.retort.app.report.TeacherSheet;
import dev.retort.measure.statistics.Measured;
import dev.retort.row.Json;
import dev.retort.study.Comparison;
import dev.retort.study.Duel;
import dev.retort.study.PreferenceSheet;
import dev.retort.study.ProfileSheet;
import dev.retort.study.SimilaritySheet;
import dev.retort.study.TeacherStudy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A study as `study.json` has it: every number in full, teachers by their names in the recipe.
public final class StudyJson {
  private StudyJson() {}

  public static ObjectNode of(StudyData data) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    TeacherStudy study = data.study();
    ObjectNode about = root.putObject("study").put("run", data.head().run()).put("by", data.head().by());
    about.put("step", data.head().table()).put("resamples", study.basis().draws().resamples());
    about.put("seed", study.basis().draws().seed());
    about.putObject("prompts").put("looked_at", study.basis().prompts()).put("all", study.basis().sample().all())
        .put("sampled", study.basis().sample().drawn()).put("answered_by_all", study.basis().answeredByAll());
    ArrayNode teachers = root.putArray("teachers");
    data.teachers().forEach(line -> teacher(line, teachers.addObject()));
    ArrayNode scores = root.putArray("scores");
    study.scores().forEach(sheet -> {
      ObjectNode node = scores.addObject().put("column", sheet.column()).put("step", sheet.step());
      ArrayNode lines = node.putArray("teachers");
      sheet.lines().forEach(line -> lines.addObject().put("teacher", line.teacher()).put("without", line.without())
          .set("mean", measured(line.mean())));
      comparisons(sheet.comparisons(), node.putArray("comparisons"));
    });
    PreferenceSheet preferences = study.preferences();
    if (preferences != null) {
      preferences(preferences, root.putObject("preferences"));
    }
    ArrayNode verdicts = root.putArray("verdicts");
    study.verdicts().forEach(sheet -> VerdictJson.write(sheet, verdicts.addObject()));
    SimilaritySheet similarity = study.similarity();
    if (similarity != null) {
      similarity(similarity, root.putObject("similarity"));
    }
    profile(study.diversity(), root.putObject("diversity"));
    profile(study.style(), root.putObject("style"));
    ArrayNode judges = root.putArray("judges");
    data.judges().forEach(line -> judges.addObject().put("judge", line.judge()).put("doing", line.doing())
        .put("what", line.what()).set("measured", measured(line.measured())));
    ArrayNode limits = root.putArray("not_measured");
    StudyWords.limits(data).forEach(limits::add);
    ArrayNode notes = root.putArray("notes");
    data.notes().forEach(notes::add);
    return root;
  }

  private static void teacher(TeacherLine line, ObjectNode node) {
    TeacherSheet sheet = line.sheet();
    node.put("teacher", line.name()).put("model", sheet.model()).put("simulated", sheet.simulated());
    node.put("answers", sheet.answers().given()).put("truncated", sheet.answers().truncated());
    sheet.answers().failures().forEach(node.putObject("failed")::put);
    spread(sheet.lengths().characters(), "characters", node);
    spread(sheet.lengths().tokens(), "tokens", node);
    TeacherSheet.Speed speed = sheet.speed();
    if (speed == null) {
      node.putNull("speed");
    } else {
      node.putObject("speed").put("latency_ms_p50", speed.latencyP50()).put("latency_ms_p90", speed.latencyP90())
          .put("tokens_per_second", speed.tokensPerSecond());
    }
    node.putObject("cost").put("usd", line.cost().usd()).put("accepted", line.cost().accepted())
        .put("usd_per_accepted", line.cost().perAccepted());
  }

  private static void spread(TeacherSheet.@Nullable Spread spread, String name, ObjectNode node) {
    if (spread == null) {
      node.putNull(name);
    } else {
      node.putObject(name).put("p10", spread.p10()).put("p50", spread.p50()).put("p90", spread.p90());
    }
  }

  /// An end of an interval without a bound is null.
  static @Nullable ObjectNode measured(@Nullable Measured measured) {
    return measured == null
        ? null
        : Json.MAPPER.createObjectNode().put("value", finite(measured.value())).put("low", finite(measured.low()))
            .put("high", finite(measured.high())).put("sample", measured.sample());
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  static void comparisons(List<Comparison> comparisons, ArrayNode node) {
    for (Comparison pair : comparisons) {
      node.addObject().put("a", pair.a()).put("b", pair.b()).put("p", pair.difference().p())
          .put("p_holm", pair.adjusted()).set("difference", measured(pair.difference().mean()));
    }
  }

  private static void preferences(PreferenceSheet sheet, ObjectNode node) {
    ArrayNode tables = node.putArray("tables");
    for (PreferenceSheet.Table table : sheet.tables()) {
      ObjectNode one = tables.addObject().put("annotator", table.annotator()).put("baseline", table.baseline())
          .put("baseline_in_run", table.known());
      ArrayNode duels = one.putArray("teachers");
      for (Duel duel : table.duels()) {
        Duel.Tally tally = duel.tally();
        ObjectNode line = duels.addObject().put("teacher", duel.teacher()).put("won", tally.won())
            .put("lost", tally.lost()).put("tied", tally.tied()).put("undecided", tally.undecided());
        line.set("win_rate", measured(duel.winRate()));
        line.set("strength", measured(duel.strength()));
      }
      comparisons(table.comparisons(), one.putArray("comparisons"));
    }
    ArrayNode none = node.putArray("not_judged");
    sheet.notJudged().forEach(none::add);
    ObjectNode audit = node.putObject("files").put("files", sheet.audit().files()).put("rows", sheet.audit().rows())
        .put("used", sheet.audit().used());
    sheet.audit().left().forEach(audit.putObject("left_out")::put);
    ArrayNode odd = audit.putArray("misnamed");
    sheet.audit().misnamed().forEach(odd::add);
  }

  private static void similarity(SimilaritySheet sheet, ObjectNode node) {
    node.put("measure", sheet.measure());
    ArrayNode order = node.putArray("order");
    sheet.teachers().forEach(order::add);
    ArrayNode pairs = node.putArray("pairs");
    sheet.pairs().forEach(pair -> pairs.addObject().put("a", sheet.teachers().get(pair.a()))
        .put("b", sheet.teachers().get(pair.b())).set(sheet.measure(), measured(pair.mean())));
    ArrayNode consensus = node.putArray("consensus");
    sheet.consensus()
        .forEach(one -> consensus.addObject().put("teacher", one.teacher()).set("mean", measured(one.mean())));
  }

  private static void profile(ProfileSheet sheet, ObjectNode node) {
    ArrayNode measures = node.putArray("measures");
    sheet.measures().forEach(measure -> measures.addObject().put("name", measure.name()).put("note", measure.note()));
    ArrayNode lines = node.putArray("teachers");
    for (ProfileSheet.Line line : sheet.lines()) {
      ObjectNode one = lines.addObject().put("teacher", line.teacher());
      for (int i = 0; i < sheet.measures().size(); i++) {
        one.set(sheet.measures().get(i).name(), measured(line.values().get(i)));
      }
    }
  }
}
