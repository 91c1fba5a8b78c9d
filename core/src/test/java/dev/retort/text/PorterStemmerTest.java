package dev.retort.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of the paper and NLTK's differences from it.
class PorterStemmerTest {

  @ParameterizedTest
  @CsvSource({"caresses, caress", "ponies, poni", "ties, tie", "cats, cat", "feed, feed", "agreed, agre",
      "plastered, plaster", "bled, bled", "motoring, motor", "sing, sing", "conflated, conflat", "troubled, troubl",
      "sized, size", "hopping, hop", "falling, fall", "hissing, hiss", "fizzed, fizz", "failing, fail",
      "filing, file", "happy, happi", "relational, relat", "rational, ration", "valenci, valenc",
      "digitizer, digit", "radicalli, radic", "differentli, differ", "vileli, vile", "analogousli, analog",
      "vietnamization, vietnam", "operator, oper", "feudalism, feudal", "decisiveness, decis", "hopefulness, hope",
      "formaliti, formal", "sensitiviti, sensit", "sensibiliti, sensibl", "triplicate, triplic", "formative, form",
      "electriciti, electr", "goodness, good", "revival, reviv", "allowance, allow", "airliner, airlin",
      "adjustable, adjust", "replacement, replac", "adoption, adopt", "homologou, homolog", "probate, probat",
      "rate, rate", "cease, ceas", "controll, control", "roll, roll"})
  void theExamplesOfThePaper(String word, String stem) {
    assertThat(PorterStemmer.stem(word)).isEqualTo(stem);
  }

  @ParameterizedTest
  @CsvSource({"dying, die", "skies, sky", "news, news", "dies, die", "flies, fli", "died, die", "spied, spi",
      "enjoy, enjoy", "say, say", "by, by", "is, is", "as, as", "geology, geolog", "hopefully, hope",
      "possibly, possibl",
      "owed, owe", "yyyy, yyyi"})
  void theExtensionsOfNltk(String word, String stem) {
    assertThat(PorterStemmer.stem(word)).isEqualTo(stem);
  }

  @Test
  void capitalsBecomeSmallAndIrregularWordsAreKnownInSmallLettersOnly() {
    assertThat(PorterStemmer.stem("Running")).isEqualTo("run");
    assertThat(PorterStemmer.stem("DYING")).isEqualTo("dy");
    assertThat(PorterStemmer.stem("IS")).isEqualTo("is");
  }

  @Test
  void wordsOfAnyScriptAndLengthAreTaken() {
    for (String word : new String[]{"", "a", "123", "日本語", "😀s😀", "yyy", "s"}) {
      assertThat(PorterStemmer.stem(word)).isNotNull();
    }
    assertThat(PorterStemmer.stem("日本語")).isEqualTo("日本語");
  }
}
