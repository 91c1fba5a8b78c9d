package dev.retort.app.study;

import dev.retort.measure.statistics.Measured;
import dev.retort.row.Json;
import dev.retort.study.ProfileSheet;
import dev.retort.study.SimilaritySheet;
import dev.retort.text.Visible;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the study page's plots draw.
public final class StudyPlots {
  private StudyPlots() {}

  /// JSON that is safe inside a script element: nothing in it can end the element or begin a comment.
  public static String json(StudyData data) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    ArrayNode bars = root.putArray("bars");
    for (QualityView view : data.quality()) {
      ObjectNode bar = bars.addObject().put("title", Visible.text(view.title())).put("neutral", view.neutral());
      ArrayNode items = bar.putArray("items");
      view.values().forEach((teacher, value) -> measured(value, items.addObject().put("t", label(data, teacher))));
    }
    SimilaritySheet similarity = data.study().similarity();
    if (similarity != null) {
      heat(data, similarity, root.putObject("heat"));
    }
    profile(data, data.study().diversity(), root.putObject("diversity"));
    profile(data, data.study().style(), root.putObject("style"));
    radar(Radar.of(data), root.putObject("radar"));
    scatter(data, root.putArray("scatter"));
    return root.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        .replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
  }

  private static String label(StudyData data, String teacher) {
    return Visible.text(data.label(teacher));
  }

  private static void measured(Measured value, ObjectNode node) {
    node.put("v", rounded(value.value())).put("lo", rounded(value.low())).put("hi", rounded(value.high()));
  }

  /// Six significant digits, which is more than a plot shows; null for what is not finite.
  static @Nullable Double rounded(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(6)).doubleValue()
        : null;
  }

  private static void heat(StudyData data, SimilaritySheet similarity, ObjectNode node) {
    ArrayNode labels = node.putArray("labels");
    similarity.teachers().forEach(teacher -> labels.add(label(data, teacher)));
    ArrayNode cells = node.putArray("cells");
    for (SimilaritySheet.Pair pair : similarity.pairs()) {
      Measured mean = pair.mean();
      if (mean != null) {
        cells.addArray().add(pair.a()).add(pair.b()).add(rounded(mean.value())).add(rounded(mean.low()))
            .add(rounded(mean.high()));
      }
    }
  }

  private static void profile(StudyData data, ProfileSheet sheet, ObjectNode node) {
    ArrayNode measures = node.putArray("measures");
    sheet.measures().forEach(measure -> measures.add(measure.name()));
    ArrayNode lines = node.putArray("lines");
    for (ProfileSheet.Line line : sheet.lines()) {
      ArrayNode values = lines.addObject().put("t", label(data, line.teacher())).putArray("values");
      for (Measured value : line.values()) {
        if (value == null) {
          values.addNull();
        } else {
          measured(value, values.addObject());
        }
      }
    }
  }

  private static void radar(Radar radar, ObjectNode node) {
    ArrayNode axes = node.putArray("axes");
    radar.axes().forEach(axis -> axes.add(axis.name()));
    ArrayNode lines = node.putArray("lines");
    for (Radar.Line line : radar.lines()) {
      ArrayNode scaled = lines.addObject().put("t", Visible.text(line.label())).putArray("scaled");
      for (int i = 0; i < line.values().size(); i++) {
        scaled.add(rounded(radar.axes().get(i).place(line.values().get(i))));
      }
    }
  }

  /// A point for each teacher whose cost and quality are known, cheapest first, and whether none is both cheaper and
  /// better.
  record Point(String teacher, double usd, Measured quality, boolean front) {}

  static List<Point> points(StudyData data, Map<String, Measured> quality) {
    List<Point> points = new ArrayList<>();
    for (TeacherLine line : data.teachers()) {
      BigDecimal usd = line.cost().perAccepted();
      Measured value = quality.get(line.name());
      if (usd != null && value != null) {
        points.add(new Point(line.name(), usd.doubleValue(), value, false));
      }
    }
    return points.stream().map(point -> new Point(point.teacher(), point.usd(), point.quality(),
        points.stream().noneMatch(other -> dominates(other, point))))
        .sorted(Comparator.comparingDouble(Point::usd)
            .thenComparing(point -> -point.quality().value()).thenComparing(Point::teacher))
        .toList();
  }

  private static boolean dominates(Point one, Point other) {
    double better = one.quality().value() - other.quality().value();
    return one.usd() <= other.usd() && better >= 0 && (one.usd() < other.usd() || better > 0);
  }

  private static void scatter(StudyData data, ArrayNode node) {
    for (QualityView view : data.quality()) {
      List<Point> points = points(data, view.values());
      if (!points.isEmpty()) {
        ArrayNode items = node.addObject().put("title", Visible.text(view.title())).putArray("items");
        points.forEach(point -> measured(point.quality(),
            items.addObject().put("t", label(data, point.teacher())).put("usd", point.usd())
                .put("front", point.front())));
      }
    }
  }
}
