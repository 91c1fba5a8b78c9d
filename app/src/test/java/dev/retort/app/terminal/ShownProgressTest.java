package dev.retort.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.app.terminal.Terminal.Look;
import dev.retort.run.RunListener.Progress;
import dev.retort.step.OfTable.Funnel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShownProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();

  private ShownProgress progress(boolean live, boolean colour) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    PrintStream results = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new ShownProgress(new Terminal(results, stream, new Look(live, 80, colour)), nanos::get);
  }

  private String shown() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLiveBarIsDrawnOverAndTakenAwayAtTheEnd() {
    try (ShownProgress progress = progress(true, false)) {
      progress.stepStarted("respond", 10);
      nanos.set(1_000_000_000L);
      progress.progress(new Progress("respond", 5, 5, 0, Map.of("a", 3L, "b", 2L)));
      progress.draw();
      progress.draw();
    }
    String frame = "respond  [##########..........]  5/10  50 %  5.0/s  0:01 left\n  calls 5: a 3 · b 2\n";
    String over = "\u001b[2A\r\u001b[J";
    assertThat(shown()).isEqualTo(frame + over + frame + over);
  }

  @Test
  void finishedStepsAndNotesStandAboveTheBar() {
    ShownProgress progress = progress(true, false);
    progress.stepStarted("read", -1);
    progress.draw();
    progress.note("layout \u001b[31mmessages");
    progress.stepEnded("read", new Funnel(10, 8, 2, 0, 0, 8, Map.of("x", 2L)), false);

    assertThat(shown()).contains("\u001b[1A\r\u001b[Jlayout ␛[31mmessages\n")
        .endsWith("read: 10 units, 8 kept, 2 dropped, 0 failed, 0 pending, 8 rows, 0:00\n");
  }

  @Test
  void withoutATerminalThereAreOnlyPlainLines() {
    try (ShownProgress progress = progress(false, false)) {
      progress.stepStarted("read", 4);
      progress.draw();
      progress.draw();
    }
    assertThat(shown()).doesNotContain("\u001b").hasLineCount(2);
  }

  @Test
  void coloursAppearOnlyWhenWanted() {
    ShownProgress progress = progress(true, true);
    progress.stepStarted("read", 4);
    progress.draw();

    assertThat(shown()).contains("\u001b[36mread").contains("\u001b[0m");
  }

  @Test
  void noColorIsRespectedAndATerminalIsAskedOfTheLauncher() {
    assertThat(Look.of(Map.of("RETORT_TERMINAL", "1", "COLUMNS", "132"))).isEqualTo(new Look(true, 132, true));
    assertThat(Look.of(Map.of("RETORT_TERMINAL", "1", "NO_COLOR", "1"))).isEqualTo(new Look(true, 80, false));
    assertThat(Look.of(Map.of("RETORT_TERMINAL", "1", "TERM", "dumb"))).isEqualTo(new Look(false, 80, false));
    assertThat(Look.of(Map.of("COLUMNS", "wide"))).isEqualTo(new Look(false, 80, false));
  }
}
