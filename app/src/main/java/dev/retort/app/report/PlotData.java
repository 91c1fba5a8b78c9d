package dev.retort.app.report;

import dev.retort.app.report.TeacherSheet.Speed;
import dev.retort.app.report.TeacherSheet.Spread;
import dev.retort.row.Json;
import dev.retort.run.RunSummary.StepSummary;
import dev.retort.text.Visible;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the page's plots draw, and what they say in words.
public final class PlotData {
  private PlotData() {}

  /// JSON that is safe inside a script element: nothing in it can end the element or begin a comment.
  public static String json(ReportData data) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    ArrayNode funnel = root.putArray("funnel");
    for (StepSummary step : data.funnel()) {
      funnel.addObject().put("step", Visible.text(step.step())).put("kept", step.funnel().kept())
          .put("dropped", step.funnel().dropped()).put("failed", step.funnel().failed())
          .put("pending", step.funnel().pending());
    }
    ArrayNode teachers = root.putArray("teachers");
    data.teachers().forEach(sheet -> teacher(sheet, teachers.addObject()));
    return root.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        .replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
  }

  private static void teacher(TeacherSheet sheet, ObjectNode node) {
    node.put("teacher", Visible.text(sheet.teacher())).put("answers", sheet.answers().given());
    ObjectNode failures = node.putObject("failures");
    sheet.answers().failures().forEach((failure, count) -> failures.put(Visible.text(failure), count));
    spread(sheet.lengths().characters(), "characters", node);
    spread(sheet.lengths().tokens(), "tokens", node);
    Speed speed = sheet.speed();
    if (speed != null) {
      node.put("p50", speed.latencyP50()).put("p90", speed.latencyP90()).put("tps", speed.tokensPerSecond());
    }
  }

  private static void spread(@Nullable Spread spread, String name, ObjectNode node) {
    if (spread != null) {
      node.putArray(name).add(spread.p10()).add(spread.p25()).add(spread.p50()).add(spread.p75()).add(spread.p90());
    }
  }

  public static boolean hasTokens(ReportData data) {
    return data.teachers().stream().anyMatch(sheet -> sheet.lengths().tokens() != null);
  }

  public static boolean hasCharacters(ReportData data) {
    return data.teachers().stream().anyMatch(sheet -> sheet.lengths().characters() != null);
  }

  public static boolean hasSpeed(ReportData data) {
    return data.teachers().stream().anyMatch(sheet -> sheet.speed() != null);
  }

  public static boolean hasRate(ReportData data) {
    return data.teachers().stream().map(TeacherSheet::speed)
        .anyMatch(speed -> speed != null && speed.tokensPerSecond() != null);
  }

  /// The plot of answers and failures in words.
  public static String answersInWords(ReportData data) {
    return inWords("failures", data.teachers(), sheet -> sheet.answers().failed());
  }

  public static String charactersInWords(ReportData data) {
    return inWords("median length in characters", data.teachers(), sheet -> median(sheet.lengths().characters()));
  }

  public static String tokensInWords(ReportData data) {
    return inWords("median length in tokens", data.teachers(), sheet -> median(sheet.lengths().tokens()));
  }

  public static String latencyInWords(ReportData data) {
    return inWords("median latency in milliseconds", data.teachers(), sheet -> {
      Speed speed = sheet.speed();
      return speed == null ? Double.NaN : speed.latencyP50();
    });
  }

  public static String rateInWords(ReportData data) {
    return inWords("tokens per second", data.teachers(), sheet -> {
      Speed speed = sheet.speed();
      Double rate = speed == null ? null : speed.tokensPerSecond();
      return rate == null ? Double.NaN : rate;
    });
  }

  private static double median(@Nullable Spread spread) {
    return spread == null ? Double.NaN : spread.p50();
  }

  private static String inWords(String what, List<TeacherSheet> sheets, ToDoubleFunction<TeacherSheet> value) {
    List<TeacherSheet> known = sheets.stream().filter(sheet -> !Double.isNaN(value.applyAsDouble(sheet))).toList();
    Comparator<TeacherSheet> order = Comparator.comparingDouble(value);
    Optional<TeacherSheet> most = known.stream().max(order);
    Optional<TeacherSheet> least = known.stream().min(order);
    if (most.isEmpty() || least.isEmpty()) {
      return "No " + what + " is known.";
    }
    return "Bars of %d teachers by %s. Highest: %s with %s. Lowest: %s with %s. Every value is in the table above."
        .formatted(known.size(), what, Visible.text(most.get().teacher()),
            Words.decimal(value.applyAsDouble(most.get())),
            Visible.text(least.get().teacher()), Words.decimal(value.applyAsDouble(least.get())));
  }
}
