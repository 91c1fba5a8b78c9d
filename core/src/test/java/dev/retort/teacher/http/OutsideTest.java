package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.conscrypt.AllocatedBuffer;
import org.junit.jupiter.api.Test;

class OutsideTest {
  private final Outside outside = new Outside();

  @Test
  void aBufferOutsideTheHeapIsLentAgainOnceItWasGivenBack() {
    AllocatedBuffer first = outside.allocateDirectBuffer(100);
    assertThat(first.nioBuffer().isDirect()).isTrue();
    assertThat(first.nioBuffer().remaining()).isGreaterThanOrEqualTo(100);
    first.release();
    assertThat(outside.allocateDirectBuffer(20_000).nioBuffer().capacity()).isGreaterThanOrEqualTo(20_000);
    AllocatedBuffer second = outside.allocateDirectBuffer(100);
    second.release();
    assertThat(outside.allocateDirectBuffer(16_709).nioBuffer()).isSameAs(second.nioBuffer());
  }

  @Test
  void noTwoAreLentTheSame() {
    outside.allocateDirectBuffer(100).release();
    assertThat(outside.allocateDirectBuffer(100).nioBuffer())
        .isNotSameAs(outside.allocateDirectBuffer(100).nioBuffer());
  }
}
