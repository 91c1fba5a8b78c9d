package dev.retort.measure.style;

import dev.retort.text.PunktSentences;
import dev.retort.text.PythonWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.commonmark.parser.Parser;

/// What one text adds to a profile.
///
/// @param tags counts by the order of [MarkdownTag]
/// @param opening its first words, at most five, in small letters
/// @param whole whether all of it was read as Markdown
record TextStyle(int[] tags, Length length, Prose prose, List<String> opening, Signs signs, boolean whole) {
  static final int OPENING = 5;

  /// @param words what stands between white space
  record Length(int words, int codePoints) {}

  /// Words outside blocks of code, and how easy they are to read.
  ///
  /// @param markers how many of the words are on the list of marker words
  record Prose(int words, int markers, double ease, double grade) {}

  /// The phrases that were found.
  record Signs(Optional<String> refusal, Optional<String> asAnAi) {}

  /// Reads texts; for one thread.
  static final class Reader {
    private final StyleOptions options;
    private final Parser parser = MarkdownText.parser();
    private final PunktSentences punkt = PunktSentences.english();
    private final PythonWords split = new PythonWords();

    Reader(StyleOptions options) {
      this.options = options;
    }

    TextStyle read(String text) {
      MarkdownText markdown = MarkdownText.of(parser, text);
      List<String> words = new ArrayList<>();
      markdown.blocks().forEach(block -> words.addAll(ProseWords.of(block)));
      Readability readability = Readability.of(markdown.blocks(), punkt);
      String prose = String.join(" ", markdown.blocks());
      return new TextStyle(markdown.tags(),
          new Length(split.words(text).size(), text.codePointCount(0, text.length())),
          new Prose(words.size(), options.markers().count(words), readability.ease(), readability.grade()),
          words.stream().limit(OPENING).map(word -> word.toLowerCase(Locale.ROOT)).toList(),
          new Signs(options.refusals().find(prose), options.asAnAi().find(prose)), markdown.whole());
    }
  }
}
