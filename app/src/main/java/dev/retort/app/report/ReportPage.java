package dev.retort.app.report;

import gg.jte.generated.precompiled.JtereportGenerated;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The report of a run as one HTML file that needs no network.
///
/// Text of models and datasets is escaped by the template; the plots' data is JSON that cannot leave its element.
public final class ReportPage {
  private ReportPage() {}

  public static String render(ReportData data) {
    StringOutput page = new StringOutput(1_500_000);
    JtereportGenerated.render(new OwaspHtmlTemplateOutput(page), null, data, resource("report.css"),
        resource("echarts.min.js"), resource("report.js"));
    return page.toString();
  }

  /// Writes the page aside and moves it into its place, so that nobody reads half of it.
  public static void write(ReportData data, Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(aside, render(data));
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  static String resource(String name) {
    return PageParts.text(name);
  }
}
