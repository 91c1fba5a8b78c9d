package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.steps.VerdictAsking.Parse;
import dev.retort.steps.VerdictLine.Read;
import dev.retort.teacher.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictLineTest {
  private static final VerdictLine<Integer> SCORE = new VerdictLine<>("score", new JudgeScale(1, 10)::read, "Score: n");

  private static Read<Integer> read(String text, Parse parse) {
    return SCORE.read(new Reply.Choice(text, "", "stop", null, null), parse);
  }

  private static @Nullable Integer score(String text, Parse parse) {
    return read(text, parse) instanceof Read.Said<Integer>(Integer value, String _) ? value : null;
  }

  private static String why(String text) {
    return ((Read.Unread<Integer>) read(text, Parse.LINE)).why();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"`Score: 7`|7", "`score: 10`|10", "`SCORE:1`|1",
      "` Score: 7 \n`|7", "`Score : 7.`|7", "`**Score: 7**`|7", "`**Score:** 7`|7", "`## Score: 7/10`|7",
      "`Score: 7 out of 10`|7", "`It is good.\nScore: 7`|7", "`Score: 7\n\nIt is good. My score would be higher.`|7",
      "`Score: 7\r\nScore: 7`|7", "`> - Score: 7`|7"})
  void aScoreIsFoundInItsLine(String text, int expected) {
    assertThat(score(text, Parse.LINE)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "7", "Score 7", "Score: 0", "Score: 11", "Score: 7.5", "Score: 7-8", "Score: 7/5",
      "Score: seven", "Score:", "The score: 7", "Score: 7 or 8", "Score: -7", "Score: ٧", "Score: 7\nScore: 8",
      "I cannot grade this.", "Score: n", "Score: 1e1"})
  void whatIsNoScoreIsNeverRead(String text) {
    assertThat(score(text, Parse.LINE)).isNull();
    assertThat(score(text, Parse.STRICT)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"It is good.\nScore: 7", "Score: 7\nIt is good."})
  void strictTakesTheLineAlone(String text) {
    assertThat(score(text, Parse.STRICT)).isNull();
    assertThat(score(text, Parse.LINE)).isEqualTo(7);
    assertThat(score("\nScore: 7\n", Parse.STRICT)).isEqualTo(7);
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(why("")).isEqualTo("the reply is empty");
    assertThat(why("Good!")).isEqualTo("no line 'Score: n' was found");
    assertThat(why("Score: 7-8")).isEqualTo("'Score: 7-8' was found, 'Score: n' was wanted");
    assertThat(why("Score: 7\nScore: 8")).isEqualTo("both 'Score: 7' and 'Score: 8' were found, one was wanted");
  }

  @Test
  void aNumberThatACutReplyEndsWithMayBeTheBeginningOfAnother() {
    Reply.Choice cut = new Reply.Choice("Score: 1", "", "length", null, null);
    assertThat(SCORE.read(cut, Parse.LINE)).isInstanceOf(Read.Unread.class);
    Reply.Choice cutLater = new Reply.Choice("Score: 1\nbecause", "", "length", null, null);
    assertThat(SCORE.read(cutLater, Parse.LINE)).isEqualTo(new Read.Said<>(1, "Score: 1"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"A|FIRST", "b|SECOND", "tie|TIE", "[[A]]|FIRST", "[B]|SECOND",
      "Response A|FIRST",
      "Tie.|TIE", "C|", "A or B|", "neither|", "A > B|", "both|"})
  void aVerdictIsOneOfThree(String text, CompareJudging.@Nullable Shown expected) {
    assertThat(CompareJudging.choice(text)).isEqualTo(expected);
  }

  @Test
  void aRankingNamesEveryNumberOnce() {
    assertThat(RankJudging.places("3 > 1 > 2", 3)).isEqualTo(List.of(2, 3, 1));
    assertThat(RankJudging.places("[3]>[1]=[2]", 3)).isEqualTo(List.of(2, 2, 1));
    assertThat(RankJudging.places("1 = 2 > 3 = 4.", 4)).isEqualTo(List.of(1, 1, 3, 3));
    for (String wrong : List.of("3 > 1", "3 > 1 > 1", "3 > 1 > 4", "3 > 1 > 2 > 0", "3, 1, 2", "3 > 1 >", "A > B > C",
        "", "3 > 1 > 2 is my order", "312")) {
      assertThat(RankJudging.places(wrong, 3)).as(wrong).isNull();
    }
  }
}
