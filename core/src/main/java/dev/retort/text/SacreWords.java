package dev.retort.text;

import java.util.List;

/// Cuts texts into the tokens of sacreBLEU's tokenisers, before which white space at the end is dropped.
///
/// Cost: a few passes over the characters.
/// Source: `sacrebleu/tokenizers` of sacrebleu 2.6.0, whose Unicode version (that of its Python) may be older than Java's.
public enum SacreWords implements WordSplitter {
  /// `13a`, that of WMT and the default: ASCII punctuation is cut off, but not `.` and `,` between digits.
  THIRTEEN_A("13a") {
    @Override
    Characters spaced(String text) {
      return SacreRules.western(Characters.of(' ' + SacreRules.unescaped(text) + ' '));
    }
  },
  /// `char`: every character but white space is a token.
  CHAR("char") {
    @Override
    Characters spaced(String text) {
      return SacreRules.eachApart(text, _ -> true);
    }
  },
  /// `zh`: every Chinese character is a token, the rest is cut as `13a` does, without its replacements.
  ///
  /// As in the reference, what counts as Chinese is U+2001 to U+2A6D and more, so quotes, dashes, arrows and the euro
  /// are among them, and the rare characters beyond U+FFFF are not.
  ZH("zh") {
    @Override
    Characters spaced(String text) {
      return SacreRules.western(SacreRules.eachApart(PythonSpace.strip(text), SacreRules::chinese));
    }
  },
  /// `intl`: cuts off punctuation that has no number on one side, and every symbol.
  INTL("intl") {
    @Override
    Characters spaced(String text) {
      return SacreRules.international(Characters.of(text));
    }
  };

  private final String text;

  SacreWords(String text) {
    this.text = text;
  }

  /// The name in sacreBLEU.
  @Override
  public String toString() {
    return text;
  }

  /// The text with white space between its tokens.
  abstract Characters spaced(String text);

  @Override
  public List<String> words(String text) {
    return spaced(PythonSpace.stripEnd(text)).words();
  }
}
