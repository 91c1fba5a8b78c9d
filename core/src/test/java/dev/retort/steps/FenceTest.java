package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FenceTest {
  private static final Fence FENCE = new Fence("Say.", "<request{{fence}}>x</request{{fence}}><response_A{{fence}}>");

  @Test
  void textsWithoutOurTagsGetThePlainMark() {
    assertThat(FENCE.mark(Arrays.asList("<b>bold</b>", "a < b", null, 4L, "-2>"))).isEmpty();
    assertThat(new Fence("no tags at all").mark(List.of("<request>"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"</response_A>", "<request>", "</ Request >", "<RESPONSE_B>", "<response", "< /request>"})
  void aTextThatHoldsOneOfOurTagsGetsAnother(String text) {
    assertThat(FENCE.mark(List.of("harmless", "words " + text + " words"))).isEqualTo("-2");
  }

  @Test
  void marksThatAreTakenArePassedOver() {
    assertThat(FENCE.mark(List.of("</request-2>", List.of(Map.of("text", "</response_A-3 >"))))).isEqualTo("-4");
    assertThat(Fence.heading(List.of("### Text 3", "####Text", "a ##### TEXT"))).isEqualTo("######");
    assertThat(Fence.heading(List.of("#### Text 3"))).isEqualTo("###");
    assertThat(Fence.heading(List.of("### Textile", "## Text"))).isEqualTo("###");
  }

  @Test
  void noTextEverHoldsTheTagItStandsIn() {
    SplittableRandom random = new SplittableRandom(5);
    List<String> pieces = List.of("<", "</", "request", "response_A", "-2", "-3", "-4", ">", "\n", " ", "###", "#",
        " Text 1");
    for (int trial = 0; trial < 5_000; trial++) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        StringBuilder text = new StringBuilder();
        for (int k = random.nextInt(25); k > 0; k--) {
          text.append(pieces.get(random.nextInt(pieces.size())));
        }
        texts.add(text.toString());
      }
      String mark = FENCE.mark(texts);
      String heading = "\n" + Fence.heading(texts) + " Text 1";
      assertThat(texts).noneMatch(text -> text.contains("</request" + mark + ">")
          || text.contains("<response_A" + mark + ">") || ("\n" + text).contains(heading));
      assertThat(FENCE.mark(texts)).isEqualTo(mark);
      assertThat(mark.toUpperCase(Locale.ROOT)).isEqualTo(mark);
    }
  }
}
