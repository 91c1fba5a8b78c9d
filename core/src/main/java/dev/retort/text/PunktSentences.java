package dev.retort.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a text into sentences by Punkt's rules, as NLTK's `sent_tokenize` does.
///
/// Source: Kiss and Strunk, Unsupervised Multilingual Sentence Boundary Detection, Computational Linguistics 32 (2006),
/// 485-525, as NLTK 3.8 applies it: each `.`, `?` or `!` before white space or a mark is looked at with the word before
/// and the word after. What is known of words is a [PunktModel]; the English one is Retort's own, so texts with other
/// abbreviations may be cut elsewhere than by NLTK's trained model. Linear in the length of the text.
public final class PunktSentences {
  private static final String AFTER = ")\";}]*:@'({[?!";
  private static final String CLOSERS = "\"')]}";

  private final PunktModel model;

  public PunktSentences(PunktModel model) {
    this.model = model;
  }

  public static PunktSentences english() {
    return new PunktSentences(PunktModel.english());
  }

  /// The sentences in order, without the white space between them.
  public List<String> sentences(String text) {
    List<Span> spans = realigned(text, cut(text));
    List<String> sentences = new ArrayList<>(spans.size());
    for (Span span : spans) {
      sentences.add(text.substring(span.start, span.end));
    }
    return sentences;
  }

  private record Span(int start, int end) {}

  /// A character that may end a sentence.
  ///
  /// @param word where the word before it starts
  /// @param at where it stands
  /// @param next where the word after it starts; the character after it, when that is a mark
  /// @param end where what follows it ends
  private record Candidate(int word, int at, int next, int end) {}

  private List<Span> cut(String text) {
    List<Span> spans = new ArrayList<>();
    int start = 0;
    for (Candidate candidate : candidates(text)) {
      if (new PunktDecision(model).breaks(text, candidate.word, candidate.end)) {
        spans.add(new Span(start, candidate.at + 1));
        start = candidate.next;
      }
    }
    spans.add(new Span(start, stripped(text)));
    return spans;
  }

  /// Of candidates that share the word before them, as the three of `Help!!!`, only the last.
  private static List<Candidate> candidates(String text) {
    List<Candidate> candidates = new ArrayList<>();
    @Nullable
    Candidate last = null;
    for (int at = 0; at + 1 < text.length(); at++) {
      char c = text.charAt(at);
      if (c != '.' && c != '?' && c != '!') {
        continue;
      }
      int next = next(text, at + 1);
      if (next < 0) {
        continue;
      }
      int word = wordStart(text, last, at);
      if (last != null && last.at <= word) {
        candidates.add(last);
      }
      last = new Candidate(word, at, next, next == at + 1 ? next + 1 : wordEnd(text, next));
    }
    if (last != null) {
      candidates.add(last);
    }
    return candidates;
  }

  /// Where that stands which follows the character before `from`; -1 when it is in the middle of a word.
  private static int next(String text, int from) {
    if (AFTER.indexOf(text.charAt(from)) >= 0) {
      return from;
    }
    int next = from;
    while (next < text.length() && PythonSpace.is(text.charAt(next))) {
      next++;
    }
    return next > from && next < text.length() ? next : -1;
  }

  private static int wordEnd(String text, int from) {
    int end = from;
    while (end < text.length() && !PythonSpace.is(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /// After the last blank since the candidate before; a blank right at that candidate does not count, as in NLTK.
  private static int wordStart(String text, @Nullable Candidate last, int at) {
    int from = last == null ? 0 : last.at;
    for (int i = at - 1; i > from; i--) {
      char c = text.charAt(i);
      if (c == ' ' || c >= '\t' && c <= '\r') {
        return i + 1;
      }
    }
    return last == null ? 0 : last.word;
  }

  private static int stripped(String text) {
    int end = text.length();
    while (end > 0 && PythonSpace.is(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /// Gives closing quotes and brackets that begin a sentence to the one before.
  private static List<Span> realigned(String text, List<Span> spans) {
    List<Span> realigned = new ArrayList<>();
    int skip = 0;
    for (int i = 0; i < spans.size(); i++) {
      Span span = new Span(spans.get(i).start + skip, spans.get(i).end);
      int closers = i + 1 < spans.size() ? closers(text, spans.get(i + 1)) : 0;
      if (closers > 0) {
        int from = spans.get(i + 1).start;
        realigned.add(new Span(span.start, from + closers));
        skip = closers + blanks(text, from + closers, spans.get(i + 1).end);
      } else {
        skip = 0;
        if (span.start < span.end) {
          realigned.add(span);
        }
      }
    }
    return realigned;
  }

  /// How many closers begin the span, when white space, a dash or nothing follows them.
  private static int closers(String text, Span span) {
    int end = span.start;
    while (end < span.end && CLOSERS.indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    boolean alone = end >= span.end || PythonSpace.is(text.charAt(end))
        || end + 1 < span.end && text.startsWith("--", end);
    return alone ? end - span.start : 0;
  }

  private static int blanks(String text, int from, int end) {
    int i = from;
    while (i < end && PythonSpace.is(text.charAt(i))) {
      i++;
    }
    return i - from;
  }
}
