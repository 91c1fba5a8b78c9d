package dev.retort.app;

import dev.retort.app.terminal.TextTable;
import dev.retort.row.Json;
import dev.retort.run.probe.Finding;
import dev.retort.run.probe.Sheet;
import dev.retort.teacher.Capability;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What teachers can do, as a table and as JSON.
final class ProbeTables {
  private ProbeTables() {}

  static TextTable table(List<Sheet> sheets) {
    TextTable table = new TextTable("teacher", "what", "can", "detail");
    for (Sheet sheet : sheets) {
      sheet.findings().forEach((capability, finding) -> table.row(sheet.teacher(), capability.words(), finding.word(),
          finding.words()));
      Sheet.Speed speed = sheet.speed();
      if (speed != null) {
        table.row(sheet.teacher(), "first byte", "", speed.firstByte().toMillis() + " ms");
        table.row(sheet.teacher(), "speed", "", String.format(Locale.ROOT, "%.1f tokens/s, one call of %d tokens alone",
            speed.tokensPerSecond(), speed.tokens()));
      }
    }
    return table;
  }

  static ArrayNode json(List<Sheet> sheets) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (Sheet sheet : sheets) {
      ObjectNode node = array.addObject().put("teacher", sheet.teacher());
      ObjectNode can = node.putObject("can");
      for (Capability capability : Capability.values()) {
        Finding finding = sheet.finding(capability);
        can.putObject(capability.word()).put("answer", finding.word()).put("detail", finding.words());
      }
      Sheet.Speed speed = sheet.speed();
      if (speed == null) {
        node.putNull("speed");
      } else {
        node.putObject("speed").put("first_byte_ms", speed.firstByte().toNanos() / 1e6)
            .put("total_ms", speed.total().toNanos() / 1e6).put("tokens", speed.tokens())
            .put("tokens_per_second", speed.tokensPerSecond());
      }
    }
    return array;
  }
}
