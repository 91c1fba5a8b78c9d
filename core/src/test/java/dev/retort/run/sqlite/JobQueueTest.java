package dev.retort.run.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.traffic.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class JobQueueTest {
  private final Arrivals time = new Arrivals();
  private final JobQueue queue = new JobQueue(time);

  /// A clock that goes on while the writer waits, to the next arrival at most.
  private final class Arrivals implements Time {
    private final Queue<Arrival> coming = new ArrayDeque<>();
    private long now = -5_000_000;

    private record Arrival(long at, Job.Work work) {}

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void parkUntil(long nanos) {
      Arrival next = coming.peek();
      if (next == null || next.at() > nanos) {
        assertThat(nanos).as("nobody comes any more").isLessThan(1_000_000_000_000L);
        now = Math.max(now, nanos);
      } else {
        coming.remove();
        now = Math.max(now, next.at());
        assertThat(queue.add(new Job(next.work()))).isTrue();
      }
    }

    @Override
    public void hold(Duration time) {
      throw new AssertionError("nobody sleeps here");
    }
  }

  private void comes(double atMillis, Job.Work work) {
    time.coming.add(new Arrivals.Arrival((long) (atMillis * 1e6), work));
  }

  private static Job.Work answerThatTook(long millis) {
    return new Job.Work.Call(Attempts.answered("q", "{}", "stop", millis), new byte[0]);
  }

  /// Takes a batch, and says when and how many.
  private String taken() {
    int size = queue.take().size();
    return "%d at %s ms".formatted(size, time.now / 1e6);
  }

  /// Two that come together, after which the writer knows that a caller is not alone.
  private void twoTogether() {
    queue.add(new Job(answerThatTook(900)));
    queue.add(new Job(answerThatTook(900)));
    assertThat(taken()).isEqualTo("2 at -5.0 ms");
  }

  @Test
  void aCallerThatIsAloneNeverWaits() {
    comes(0, answerThatTook(900));
    comes(1, answerThatTook(900));
    comes(900, answerThatTook(900));
    assertThat(taken()).isEqualTo("1 at 0.0 ms");
    assertThat(taken()).isEqualTo("1 at 1.0 ms");
    assertThat(taken()).isEqualTo("1 at 900.0 ms");
  }

  @Test
  void afterTwoCameTogetherAnAnswerWaitsAFiftiethOfTheTimeItTookButTwentyMillisAtMost() {
    twoTogether();
    comes(100, answerThatTook(400));
    comes(103, answerThatTook(400));
    comes(200, answerThatTook(60_000));
    comes(219, answerThatTook(60_000));
    comes(300, answerThatTook(400));
    comes(308.1, answerThatTook(400));
    assertThat(taken()).isEqualTo("2 at 108.0 ms");
    assertThat(taken()).isEqualTo("2 at 220.0 ms");
    assertThat(taken()).isEqualTo("1 at 308.0 ms");
    assertThat(taken()).as("alone again").isEqualTo("1 at 308.1 ms");
  }

  @Test
  void howeverManyComeTheFirstDoesNotWaitLonger() {
    twoTogether();
    for (int i = 0; i < 60; i++) {
      comes(100 + i, answerThatTook(900));
    }
    assertThat(taken()).isEqualTo("19 at 118.0 ms");
    assertThat(taken()).isEqualTo("19 at 137.0 ms");
  }

  @Test
  void anAnswerThatCameAtOnceIsNotHeldUpBySlowOnes() {
    twoTogether();
    comes(100, answerThatTook(900));
    comes(103, answerThatTook(1));
    assertThat(taken()).isEqualTo("2 at 103.02 ms");
  }

  @Test
  void fastAnswersAreTakenEveryTwoMillis() {
    twoTogether();
    comes(-4, answerThatTook(1));
    comes(-3.5, answerThatTook(1));
    comes(-2.75, answerThatTook(1));
    comes(4, answerThatTook(1));
    assertThat(taken()).isEqualTo("2 at -3.0 ms");
    assertThat(taken()).isEqualTo("1 at -1.0 ms");
    assertThat(taken()).isEqualTo("1 at 4.0 ms");
  }

  @Test
  void neitherAFactNorTheEndIsHeldUp() {
    twoTogether();
    comes(100, answerThatTook(900));
    comes(101, new Job.Work.Fact("e", "window", "4096"));
    comes(102, answerThatTook(900));
    comes(103, new Job.Work.End());
    assertThat(taken()).isEqualTo("2 at 101.0 ms");
    assertThat(taken()).isEqualTo("2 at 103.0 ms");
    assertThat(queue.add(new Job(answerThatTook(1)))).as("nothing is behind the end").isFalse();
  }
}
