package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PipesTest {
  @Test
  void eachPipeTakesTwoDescriptorsBesideThatOfItsConnection() {
    Pipes pipes = new Pipes(30);
    pipes.expect(10);
    assertThat(taken(pipes, 20)).isEqualTo(10);
    pipes.give();
    assertThat(taken(pipes, 20)).isEqualTo(1);
  }

  @Test
  void moreConnectionsThanWereExpectedHaveTheirDescriptorsToo() {
    Pipes pipes = new Pipes(30);
    pipes.expect(1);
    assertThat(taken(pipes, 20)).isEqualTo(10);
  }

  @Test
  void whereNobodySaidHowManyComeTwoThirdsAreKeptFree() {
    assertThat(taken(new Pipes(30), 20)).isEqualTo(5);
  }

  @Test
  void theConnectionsThatMayComeAreKeptFree() {
    Pipes pipes = new Pipes(30);
    pipes.expect(25);
    pipes.expect(24);
    assertThat(taken(pipes, 20)).isEqualTo(2);
  }

  @Test
  void howeverManyDescriptorsThereAreMemoryIsBounded() {
    assertThat(taken(new Pipes(1 << 20), 10_000)).isEqualTo(4_096);
  }

  @Test
  void whereTheConnectionsNeedAllThereAreNone() {
    Pipes pipes = new Pipes(30);
    pipes.expect(29);
    assertThat(pipes.take()).isFalse();
    assertThat(Pipes.NONE.take()).isFalse();
  }

  private static int taken(Pipes pipes, int wanted) {
    int count = 0;
    for (int i = 0; i < wanted; i++) {
      count += pipes.take() ? 1 : 0;
    }
    return count;
  }
}
