package dev.retort.run.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import dev.retort.run.watch.TeacherWatch.Flight;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TeacherWatchTest {
  private final AtomicLong clock = new AtomicLong();
  private final TeacherWatch watch = new TeacherWatch(clock::get);

  private void pass(long millis) {
    clock.addAndGet(millis * 1_000_000);
  }

  @Test
  void timeIsBusyWhileAtLeastOneCallIsInFlight() {
    Flight one = watch.begin();
    pass(1000);
    assertThat(watch.now().traffic().waiting()).isEqualTo(1);
    one.sent();
    pass(2000);
    Flight other = watch.begin();
    other.sent();
    pass(500);
    assertThat(watch.now().traffic().inFlight()).isEqualTo(2);
    assertThat(watch.now().traffic().busySeconds()).isEqualTo(2.5);
    one.close();
    other.close();
    pass(60_000);

    Watched.Traffic traffic = watch.now().traffic();
    assertThat(traffic.busySeconds()).isEqualTo(2.5);
    assertThat(traffic.mostInFlight()).isEqualTo(2);
    assertThat(traffic.inFlight()).isZero();
    assertThat(traffic.waiting()).isZero();
    assertThat(traffic.queueing()).isNotNull().satisfies(queueing -> {
      assertThat(queueing.samples()).isEqualTo(2);
      assertThat(queueing.p99()).isBetween(1000.0, 1063.0);
    });
  }

  @Test
  void aCallThatWasNeverSentQueuedAndFlewNot() {
    watch.begin().close();

    assertThat(watch.now().traffic()).isEqualTo(new Watched.Traffic(0, 0, 0, 0, null));
    assertThat(watch.now().asked()).isFalse();
    assertThat(watch.now().tokensPerBusySecond()).isNull();
  }

  @Test
  void whatWasMeasuredComesBackFromRunJson() {
    Flight flight = watch.begin();
    pass(7);
    flight.sent();
    pass(1000);
    flight.close();
    watch.answered(new Reply.Usage(30, 10, false), "stop,length");
    watch.answered(new Reply.Usage(1, 2, false), "stop");
    watch.failed(Failure.TIMEOUT);
    watch.kept(1);
    watch.kept(2);
    watch.server().add("vllm:num_requests_running 3\nvllm:num_preemptions_total 5\n");
    watch.server().add("vllm:num_requests_running 1\nvllm:num_preemptions_total 9\n");
    Watched now = watch.now();

    assertThat(now.calls()).isEqualTo(new Watched.Calls(2, Map.of("timeout", 1L), 1, 1, 2));
    assertThat(now.tokensPerBusySecond()).isEqualTo(43.0);
    String text = WatchedJson.write(Map.of("t", now)).toString();
    assertThat(WatchedJson.read(Json.read(text))).isEqualTo(Map.of("t", now));
  }

  @Test
  void aTeacherThatWasNotAskedIsLeftOut() {
    assertThat(WatchedJson.write(Map.of("t", watch.now())).isEmpty()).isTrue();
    assertThat(WatchedJson.read(Json.read("{\"t\":{}}"))).containsKey("t");
  }
}
