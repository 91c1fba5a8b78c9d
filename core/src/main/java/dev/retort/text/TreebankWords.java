package dev.retort.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a sentence into words as NLTK's improved Penn Treebank tokenizer does.
///
/// Punctuation, brackets, quotes and clitics (`n't`, `'s`) become words; a period does only at the end of the text, so
/// a text of many sentences is first cut by [PunktSentences], as [NltkWords] does. Double quotes become two back-ticks or
/// two apostrophes. Words are compared with those of `NLTKWordTokenizer` of NLTK 3.8.
///
/// The rules are rewritings that run one after the other over the whole text: which of two neighbours is seen depends on
/// what the one before used up. So they are kept as rewritings, and each is tried only where a character that it needs
/// occurs.
public final class TreebankWords implements WordSplitter {

  /// What Python's `\w`, `\s` and `\d` are; Java's own differ in marks, fractions and separators.
  private static final String WORD = "[\\p{L}\\p{N}_]";
  private static final String START = "(?<!" + WORD + ")";
  private static final String END = "(?!" + WORD + ")";

  private static final List<Rule> OPENING = List.of(rule("«“‘„`", "[«“‘„]|`+", " $0 "), rule("\"", "\\A\"", "``"),
      rule("`", "``", " `` "), rule("\"'", "([ (\\[{<])(\"|'')", "$1 `` "),
      rule("'", "'(?!re|ve|ll|m|t|s|d|n)(" + WORD + ")" + END, "' $1"));

  private static final List<Rule> MIDDLE = List.of(rule(":,", "([:,])(\\P{Nd})", " $1 $2"),
      rule(":,", "([:,])(?=\\n?\\z)", " $1 "), rule(".", "\\.{2,}", " $0 "), rule(";@#$%&", "[;@#$%&]", " $0 "));

  private static final List<Rule> LATE = List.of(rule("?!", "[?!]", " $0 "), rule("'", "([^'])' ", "$1 ' "),
      rule("*", "[*]", " $0 "), rule("[](){}<>", "[\\]\\[(){}<>]", " $0 "), rule("-", "--", " -- "));

  private static final List<Rule> CLOSING = List.of(rule("»”’", "[»”’]", " $0 "), rule("'", "''", " '' "),
      rule("\"", "\"", " '' "), exact("'", "([^' ])('[sS]|'[mM]|'[dD]|') ", "$1 $2 "),
      exact("'", "([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", "$1 $2 "));

  private static final List<Contraction> CONTRACTIONS = List.of(inside("can", "not"), inside("d", "'ye"),
      inside("gim", "me"), inside("gon", "na"), inside("got", "ta"), inside("lem", "me"), inside("more", "'n"),
      contraction("wan", "na", START, "(?=" + PythonWords.SPACES + ")"), contraction("'t", "is", " ", END),
      contraction("'t", "was", " ", END));

  private static final String QUOTES_AND_BLANK = "])}>\"'»”’ ";
  private static final String ASCII_CLOSERS = "])}>\"'";

  private final PythonWords blanks = new PythonWords();

  @Override
  public List<String> words(String text) {
    String marked = apply(OPENING, text);
    marked = finalPeriod(marked, QUOTES_AND_BLANK, " ");
    marked = apply(MIDDLE, marked);
    marked = finalPeriod(marked, ASCII_CLOSERS, "");
    marked = apply(LATE, marked);
    marked = apply(CLOSING, " " + marked + " ");
    return blanks.words(contractions(marked));
  }

  private static String contractions(String text) {
    String small = folded(text);
    String cut = text;
    for (Contraction contraction : CONTRACTIONS) {
      if (small.contains(contraction.letters)) {
        cut = contraction.rule.apply(cut);
      }
    }
    return cut;
  }

  /// Characters as patterns compare them when case does not count.
  private static String folded(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      char c = chars[i];
      chars[i] = c < 0x80
          ? c >= 'A' && c <= 'Z' ? (char) (c + 32) : c
          : Character.toLowerCase(Character.toUpperCase(c));
    }
    return new String(chars);
  }

  private static String apply(List<Rule> rules, String text) {
    String marked = text;
    for (Rule rule : rules) {
      marked = rule.apply(marked);
    }
    return marked;
  }

  /// Sets the text's last period apart when nothing but `closers` and white space follows it, and no period precedes it.
  private static String finalPeriod(String text, String closers, String between) {
    int period = text.lastIndexOf('.');
    if (period < 1 || text.charAt(period - 1) == '.') {
      return text;
    }
    int end = period + 1;
    while (end < text.length() && closers.indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    for (int i = end; i < text.length(); i++) {
      if (!PythonSpace.is(text.charAt(i))) {
        return text;
      }
    }
    return text.substring(0, period) + " ." + between + text.substring(period + 1, end) + " ";
  }

  private static Rule rule(String needs, String pattern, String replacement) {
    return new Rule(needs, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE), replacement);
  }

  private static Rule exact(String needs, String pattern, String replacement) {
    return new Rule(needs, Pattern.compile(pattern), replacement);
  }

  private static Contraction inside(String first, String second) {
    return contraction(first, second, START, END);
  }

  private static Contraction contraction(String first, String second, String before, String after) {
    return new Contraction(first + second, rule("", before + "(" + first + ")(" + second + ")" + after, " $1 $2 "));
  }

  /// A word that is cut in two, and what must occur in the text, in small letters, for the rule to be tried.
  private record Contraction(String letters, Rule rule) {}

  /// One rewriting.
  ///
  /// @param needs characters of which one must occur; empty when any text is tried
  private record Rule(String needs, Pattern pattern, String replacement) {
    String apply(String text) {
      if (!needs.isEmpty() && !occurs(text)) {
        return text;
      }
      Matcher matcher = pattern.matcher(text);
      return matcher.find() ? matcher.replaceAll(replacement) : text;
    }

    private boolean occurs(String text) {
      for (int i = 0; i < needs.length(); i++) {
        if (text.indexOf(needs.charAt(i)) >= 0) {
          return true;
        }
      }
      return false;
    }
  }
}
