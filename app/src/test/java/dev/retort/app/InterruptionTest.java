package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.app.terminal.Terminal;
import dev.retort.app.terminal.Terminal.Look;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class InterruptionTest {

  @Test
  void theWorkerIsInterruptedAndWaitedFor() throws Exception {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Interruption interruption = new Interruption(new Terminal(stream, stream, new Look(false, 80, false)));
    Thread asking = Thread.ofVirtual().start(interruption::stop);

    boolean interrupted = false;
    try (interruption) {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    asking.join();

    assertThat(interrupted).isTrue();
    assertThat(interruption.asked()).isTrue();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("goes on from here.\n").doesNotContain("did not end");
  }

  @Test
  void nobodyAskedWhenTheWorkEndsByItself() {
    PrintStream stream = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Interruption interruption = new Interruption(new Terminal(stream, stream, new Look(false, 80, false))).watch();
    interruption.close();

    assertThat(interruption.asked()).isFalse();
  }
}
