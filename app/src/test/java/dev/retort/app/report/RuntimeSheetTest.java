package dev.retort.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.LedgerStats;
import dev.retort.run.LedgerStats.Counts;
import dev.retort.run.LedgerStats.Phases;
import dev.retort.run.LedgerStats.Speed;
import dev.retort.run.LedgerStats.Spread;
import dev.retort.run.LedgerStats.Tokens;
import dev.retort.run.watch.ServerFigures;
import dev.retort.run.watch.ServerFigures.Range;
import dev.retort.run.watch.TimeHistogram.Percentiles;
import dev.retort.run.watch.Watched;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuntimeSheetTest {
  private static final LedgerStats KEPT = new LedgerStats("qwen", new Counts(90, Map.of("timeout", 10L), 3, 0),
      new Tokens(9000, 900, 0), new Speed(new Spread(1000, 2000, 9000, 90), new Spread(50, 80, 100, 90), 44.0,
          new Phases(5000, 55.5)));

  private static Watched watched(@Nullable ServerFigures server) {
    return new Watched(new Watched.Calls(90, Map.of(), 3, 0, 90), new Watched.Tokens(9000, 900),
        new Watched.Traffic(0, 0, 32, 10, new Percentiles(1, 20, 300, 90)), server);
  }

  @Test
  void prefillAndDecodeAreToldOnlyWhereAnswersWereStreamed() {
    RuntimeSheet streamed = new RuntimeSheet("qwen", KEPT, null, true);
    RuntimeSheet whole = new RuntimeSheet("qwen", KEPT, null, false);

    assertThat(streamed.prefill()).isEqualTo("5,000");
    assertThat(streamed.decode()).isEqualTo("55.5");
    assertThat(whole.prefill() + whole.decode()).isEqualTo("––");
    assertThat(whole.latency()).isEqualTo("1.0 s / 2.0 s / 9.0 s");
  }

  @Test
  void whatNobodyMeasuredIsADash() {
    RuntimeSheet sheet = new RuntimeSheet("qwen", KEPT, null, false);

    assertThat(List.of(sheet.queueing(), sheet.mostInFlight(), sheet.tokensPerBusySecond(), sheet.gauge("running"),
        sheet.counted("preemptions"), sheet.looks())).containsOnly("–");
    assertThat(sheet.tells()).isFalse();
  }

  @Test
  void theLastSittingAndTheServerAreShown() {
    ServerFigures server = new ServerFigures(7,
        Map.of("kv_cache_usage", new Range(0.1, 0.456, 0.9), "running", new Range(0, 12.5, 32)),
        Map.of("preemptions", 4.0));
    RuntimeSheet sheet = new RuntimeSheet("qwen", KEPT, watched(server), false);

    assertThat(sheet.queueing()).isEqualTo("1 ms / 20 ms / 300 ms");
    assertThat(sheet.tokensPerBusySecond()).isEqualTo("990");
    assertThat(sheet.gauge("kv_cache_usage")).isEqualTo("10.0 / 45.6 / 90.0 %");
    assertThat(sheet.gauge("running")).isEqualTo("0.0 / 12.5 / 32.0");
    assertThat(sheet.gauge("gpu_memory_mib")).isEqualTo("–");
    assertThat(sheet.counted("preemptions")).isEqualTo("4");
  }

  @Test
  void thePageShowsItAndNoNameBecomesMarkup() {
    ReportData plain = ReportPageTest.data(1);
    RuntimeSheet sheet = new RuntimeSheet("<img src=x>", KEPT, watched(new ServerFigures(1,
        Map.of("waiting", new Range(1, 2, 3)), Map.of())), false);
    String page = ReportPage.render(new ReportData(plain.overview(), plain.funnel(), plain.teachers(), plain.prompts(),
        plain.terms(), new ReportData.Annex(List.of(sheet), List.of())));

    assertThat(page).contains("<h2 id=\"runtime-h\">Runtime</h2>", "What servers told of themselves",
        "&lt;img src=x&gt;", "timeout 10", "1.0 / 2.0 / 3.0").doesNotContain("<img src=x>");
    assertThat(ReportPage.render(plain)).doesNotContain("runtime-h");
  }
}
