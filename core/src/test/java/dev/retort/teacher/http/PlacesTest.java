package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  @Test
  void eachIsTakenOnceAndTheLastGivenBackComesFirst() throws InterruptedException {
    Places places = new Places(3);
    assertThat(places.take(MINUTE)).isZero();
    assertThat(places.take(MINUTE)).isEqualTo(1);
    assertThat(places.take(MINUTE)).isEqualTo(2);
    places.give(0);
    places.give(2);
    assertThat(places.take(MINUTE)).isEqualTo(2);
    assertThat(places.take(MINUTE)).isZero();
  }

  @Test
  void whoeverFindsNoneInTimeIsTold() throws InterruptedException {
    Places places = new Places(1);
    assertThat(places.take(0)).isZero();
    assertThat(places.take(0)).isNegative();
    places.give(0);
    assertThat(places.take(0)).isZero();
  }
}
