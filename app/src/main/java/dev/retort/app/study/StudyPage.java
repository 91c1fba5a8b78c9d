package dev.retort.app.study;

import dev.retort.app.report.PageParts;
import dev.retort.row.Json;
import gg.jte.generated.precompiled.JtestudyGenerated;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The study as one HTML file that needs no network, as Markdown and as JSON.
public final class StudyPage {
  private StudyPage() {}

  public static String render(StudyData data) {
    StringOutput page = new StringOutput(2_000_000);
    JtestudyGenerated.render(new OwaspHtmlTemplateOutput(page), null, data,
        PageParts.text("report.css") + PageParts.text("study.css"), PageParts.text("echarts.min.js"),
        PageParts.text("study.js"));
    return page.toString();
  }

  /// Writes `study.html`, `study.md` and `study.json`, each aside and then moved into its place.
  /// @return the files, in that order
  public static List<Path> write(StudyData data, Path folder) throws IOException {
    Files.createDirectories(folder);
    return List.of(put(folder.resolve("study.html"), render(data)),
        put(folder.resolve("study.md"), StudyMarkdown.of(data)),
        put(folder.resolve("study.json"), json(data)));
  }

  static String json(StudyData data) {
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(StudyJson.of(data)) + "\n";
  }

  private static Path put(Path file, String text) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(aside, text);
    return Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
