package dev.retort.measure.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.Test;

class MarkdownTextTest {
  private final Parser parser = MarkdownText.parser();
  private final HtmlRenderer renderer = HtmlRenderer.builder().escapeHtml(true)
      .extensions(List.of(TablesExtension.create())).build();

  private static final String EXAMPLE = """
      # Soup

      A **good** soup, *slowly* made with `salt`:

      1. Boil
      2. Stir
         - left
         - right

      > Wait.

      | a | b |
      |---|---|
      | 1 | 2 |

          cook()

      [More](http://x) ![pot](p.png)

      ---
      """;

  @Test
  void elementsAreThoseAReaderCounts() {
    MarkdownText text = MarkdownText.of(parser, EXAMPLE);
    assertThat(text.count(MarkdownTag.H1)).isEqualTo(1);
    assertThat(text.count(MarkdownTag.STRONG)).isEqualTo(1);
    assertThat(text.count(MarkdownTag.EM)).isEqualTo(1);
    assertThat(text.count(MarkdownTag.OL)).isEqualTo(1);
    assertThat(text.count(MarkdownTag.UL)).isEqualTo(1);
    assertThat(text.count(MarkdownTag.LI)).isEqualTo(4);
    assertThat(text.count(MarkdownTag.P)).as("two of the page and one of the quote").isEqualTo(3);
    assertThat(text.count(MarkdownTag.CODE)).isEqualTo(2);
    assertThat(text.count(MarkdownTag.PRE)).isEqualTo(1);
    assertThat(text.count(MarkdownTag.TR)).isEqualTo(2);
    assertThat(text.blocks()).contains("Soup", "A good soup, slowly made with salt:", "Boil", "left", "Wait.", "1")
        .doesNotContain("cook()");
    assertThat(text.whole()).isTrue();
  }

  @Test
  void countsAreThoseOfTheRenderedHtml() {
    assertSameAsHtml(EXAMPLE);
    Random random = new Random(11);
    String[] pieces = {"# ", "## ", "**", "*", "_", "`", "```\n", "- ", "1. ", "2) ", "> ", "\n", "\n\n", "    ",
        "word ", "[a](b)", "![a](b)", "| a | b |\n|---|---|\n| c | d |\n", "---\n", "<b>raw</b>", "#### x\n", "a  \n"};
    for (int trial = 0; trial < 2000; trial++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(25); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      assertSameAsHtml(text.toString());
    }
  }

  private void assertSameAsHtml(String text) {
    int[] wanted = new int[MarkdownTag.values().length];
    Matcher opened = Pattern.compile("<([a-z][a-z0-9]*)[ />]").matcher(renderer.render(parser.parse(text)));
    while (opened.find()) {
      for (MarkdownTag tag : MarkdownTag.values()) {
        wanted[tag.ordinal()] += tag.label().equals(opened.group(1)) ? 1 : 0;
      }
    }
    assertThat(MarkdownText.of(parser, text).tags()).as(text).isEqualTo(wanted);
  }

  @Test
  void aTextNestedTooDeeplyForTheStackIsReadAsOneParagraph() throws InterruptedException {
    String deep = "*".repeat(14_000) + "a" + "*".repeat(14_000);
    AtomicReference<MarkdownText> read = new AtomicReference<>();
    Thread smallStack = new Thread(null, () -> read.set(MarkdownText.of(parser, deep)), "small stack", 256 << 10);
    smallStack.start();
    smallStack.join();
    assertThat(read.get()).isNotNull().satisfies(text -> {
      assertThat(text.whole()).isFalse();
      assertThat(text.count(MarkdownTag.P)).isEqualTo(1);
      assertThat(text.count(MarkdownTag.STRONG)).isZero();
    });
  }

  @Test
  void ofAVeryLongTextTheStartIsRead() {
    MarkdownText text = MarkdownText.of(parser, "a\n\n".repeat(20_000));
    assertThat(text.whole()).isFalse();
    assertThat(text.count(MarkdownTag.P)).isEqualTo(MarkdownText.LIMIT / 3);
  }
}
