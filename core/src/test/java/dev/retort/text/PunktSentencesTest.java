package dev.retort.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PunktSentencesTest {
  private final PunktSentences english = PunktSentences.english();

  /// Sentences with a bar between them.
  private String cut(String text) {
    return String.join("|", english.sentences(text));
  }

  @Test
  void marksBeforeWhiteSpaceEndSentences() {
    assertThat(cut("One. Two?  Three!\nfour")).isEqualTo("One.|Two?|Three!|four");
    assertThat(cut("It costs 3.50 at example.com today.")).isEqualTo("It costs 3.50 at example.com today.");
    assertThat(english.sentences(" \n")).isEmpty();
  }

  @Test
  void abbreviationsEndNoneUnlessASentenceStartsAfterThem() {
    String one = "Mr. Smith of the U.S. Army came on Jan. 5th.";
    assertThat(cut(one)).isEqualTo(one);
    assertThat(cut("It was 5 p.m. It rained.")).isEqualTo("It was 5 p.m.|It rained.");
  }

  @Test
  void initialsBelongToNames() {
    assertThat(cut("J. Bach played. Plan B. The end.")).isEqualTo("J. Bach played.|Plan B.|The end.");
  }

  @Test
  void anEllipsisEndsNoneBeforeASmallLetter() {
    assertThat(cut("Then... nothing. What?! No...")).isEqualTo("Then... nothing.|What?!|No...");
  }

  @Test
  void closingQuotesAndBracketsBelongToTheSentenceBefore() {
    assertThat(cut("(He left.) \"Really?\" she asked.")).isEqualTo("(He left.)|\"Really?\"|she asked.");
  }

  @Test
  void numbersBeforeASmallLetterEndNone() {
    assertThat(cut("See page 3. of it. See page 3. Of it.")).isEqualTo("See page 3. of it.|See page 3.|Of it.");
  }

  @Test
  void whatIsNotKnownAsAnAbbreviationEndsASentence() {
    PunktSentences knowingNothing = new PunktSentences(
        new PunktModel(Set.of(), Set.of(), Set.of(), Set.of(), Set.of()));
    assertThat(knowingNothing.sentences("Mr. Smith came.")).isEqualTo(List.of("Mr.", "Smith came."));
  }
}
