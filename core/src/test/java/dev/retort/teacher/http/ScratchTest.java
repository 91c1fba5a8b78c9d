package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScratchTest {
  @Test
  void aBufferGivenBackIsTakenAgainEmpty() {
    Scratch scratch = new Scratch();
    ByteBuffer buffer = scratch.take(100);
    buffer.put((byte) 1).flip();
    scratch.give(buffer);
    assertThat(scratch.take(100)).isSameAs(buffer).extracting(ByteBuffer::remaining).isEqualTo(100);
  }

  @Test
  void noTwoTakeTheSame() {
    Scratch scratch = new Scratch();
    scratch.give(scratch.take(100));
    assertThat(scratch.take(100)).isNotSameAs(scratch.take(100));
  }

  @Test
  void oneTooSmallIsNotGiven() {
    Scratch scratch = new Scratch();
    scratch.give(scratch.take(100));
    assertThat(scratch.take(200).capacity()).isEqualTo(200);
  }

  @Test
  void onlyAFewAreKept() {
    Scratch scratch = new Scratch();
    Set<ByteBuffer> given = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 1000; i++) {
      given.add(ByteBuffer.allocate(10));
    }
    given.forEach(scratch::give);
    int known = 0;
    while (given.contains(scratch.take(10))) {
      known++;
    }
    assertThat(known).isBetween(1, 2 * Runtime.getRuntime().availableProcessors());
  }
}
