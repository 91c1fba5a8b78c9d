package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whoever waits beyond its deadline is woken, in whatever order deadlines are set.
@Timeout(60)
class PoolTest {
  private static final Duration SOON = Duration.ofMillis(120);
  private static final Duration LATE = Duration.ofHours(1);

  private final Pool pool = new Pool();
  private ServerSocket silent;

  @BeforeEach
  void listen() throws IOException {
    silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    pool.close();
    silent.close();
  }

  private Wire wire() throws IOException {
    Wire wire = new Wire();
    pool.add(wire);
    wire.connect(new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort()));
    return wire;
  }

  private void due(Wire wire, Duration in) {
    pool.due(wire, Ticks.after(Ticks.now(), in));
  }

  private static void isClosedInTime(Wire wire) {
    assertThatThrownBy(wire::fill).isInstanceOf(IOException.class);
    assertThat(wire.overdue()).isTrue();
  }

  @Test
  void aNearDeadlineCountsBesideLateOnes() throws IOException {
    Wire late = wire();
    due(late, LATE);
    for (int i = 0; i < 3; i++) {
      Wire soon = wire();
      due(soon, SOON);
      isClosedInTime(soon);
    }
    assertThat(late.settle()).isTrue();
  }

  @Test
  void theNextDeadlineCountsAfterTheNearestIsOver() throws IOException {
    Wire first = wire();
    due(first, SOON);
    Wire second = wire();
    due(second, SOON.multipliedBy(3));
    isClosedInTime(first);
    isClosedInTime(second);
  }

  @Test
  void theNextDeadlineCountsAfterTheNearestWasKept() throws IOException {
    Wire kept = wire();
    due(kept, SOON);
    Wire second = wire();
    due(second, SOON.multipliedBy(3));
    assertThat(kept.settle()).isTrue();
    isClosedInTime(second);
    due(kept, SOON);
    isClosedInTime(kept);
  }
}
