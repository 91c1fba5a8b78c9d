package dev.retort.run.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  private final long seed = Long.getLong("retort.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private String text(int length) {
    return random.ints(length, 0, 3).mapToObj(i -> List.of("a", "ü", "\uD83D\uDE00").get(i)).reduce("", String::concat);
  }

  @Test
  void whatWasPackedComesBackWhateverWasPackedBefore() {
    Exchange.Tools tools = new Exchange.Tools();
    List<byte[]> packed = new ArrayList<>();
    List<Exchange> exchanges = new ArrayList<>();
    for (int length : List.of(0, 1, 700, 40_000, 3, 0, 20_000, 5_000, 12)) {
      @Nullable
      String response = length == 3 ? null : text(length);
      exchanges.add(new Exchange(text(length / 2), response));
      packed.add(exchanges.getLast().packed(tools));
    }
    for (int i = 0; i < packed.size(); i++) {
      assertThat(Exchange.of(packed.get(i), tools)).as("seed %d", seed).isEqualTo(exchanges.get(i));
    }
    tools.close();
  }

  @Test
  void theFrameSaysHowLongTheTextIsAndHoldsAChecksum() {
    Exchange.Tools tools = new Exchange.Tools();
    new Exchange("long before ".repeat(1_000), null).packed(tools);
    byte[] packed = new Exchange("ask", "answer").packed(tools);
    assertThat(Zstd.getFrameContentSize(packed)).isEqualTo(5 + "askanswer".length());
    assertThat(packed[4] & 4).as("the flag of a checksum in the frame's header").isEqualTo(4);
    tools.close();
  }
}
