package dev.retort.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Decides whether a sentence ends between a word and the one after it.
final class PunktDecision {

  /// What the word after says of a boundary before it.
  private enum Evidence {
    STARTS, CONTINUES, UNKNOWN
  }

  /// A token and what was found of it.
  private static final class Judged {
    final PunktToken token;
    boolean ends;
    boolean abbreviation;

    Judged(PunktToken token) {
      this.token = token;
    }

    /// The type; without its period when that ends a sentence.
    String type() {
      return ends ? token.bare() : token.type();
    }
  }

  private final PunktModel model;

  PunktDecision(PunktModel model) {
    this.model = model;
  }

  /// Whether a sentence ends in the context before its last token.
  boolean breaks(String text, int start, int end) {
    List<Judged> tokens = judged(text, start, end);
    for (int i = 0; i + 1 < tokens.size(); i++) {
      decide(tokens.get(i), tokens.get(i + 1));
      if (tokens.get(i).ends) {
        return true;
      }
    }
    return false;
  }

  private List<Judged> judged(String text, int start, int end) {
    List<Judged> tokens = new ArrayList<>();
    int line = start;
    while (line < end) {
      int newline = text.indexOf('\n', line);
      int stop = newline < 0 || newline > end ? end : newline;
      PunktToken.of(text, line, stop).forEach(token -> tokens.add(byType(token)));
      line = stop + 1;
    }
    return tokens;
  }

  private Judged byType(PunktToken token) {
    Judged judged = new Judged(token);
    if (token.sentenceEnd()) {
      judged.ends = true;
    } else if (token.endsWithPeriod() && !token.text().endsWith("..")) {
      judged.abbreviation = model.abbreviation(withoutPeriod(token));
      judged.ends = !judged.abbreviation;
    }
    return judged;
  }

  private static String withoutPeriod(PunktToken token) {
    String text = token.text();
    return text.substring(0, text.length() - 1).toLowerCase(Locale.ROOT);
  }

  private void decide(Judged word, Judged next) {
    if (!word.token.endsWithPeriod()) {
      return;
    }
    if (model.collocations().contains(word.token.bare() + " " + next.type())) {
      word.ends = false;
      return;
    }
    boolean initial = word.token.initial();
    if ((word.abbreviation || word.token.ellipsis()) && !initial) {
      word.ends |= startsSentence(next);
    }
    if (word.ends && (initial || word.token.bare().equals(PunktToken.NUMBER))) {
      word.ends = !continues(next, initial);
    }
  }

  private boolean startsSentence(Judged next) {
    return evidence(next) == Evidence.STARTS
        || next.token.startsUpper() && model.starters().contains(next.type());
  }

  /// After a number or an initial; a name after an initial is a word that is never written small.
  private boolean continues(Judged next, boolean initial) {
    return switch (evidence(next)) {
      case CONTINUES -> true;
      case STARTS -> false;
      case UNKNOWN -> initial && next.token.startsUpper() && !model.writtenSmall(next.type());
    };
  }

  private Evidence evidence(Judged next) {
    if (next.token.mark()) {
      return Evidence.CONTINUES;
    }
    String type = next.type();
    if (next.token.startsUpper() && model.ordinary().contains(type)) {
      return Evidence.STARTS;
    }
    return next.token.startsLower() ? Evidence.CONTINUES : Evidence.UNKNOWN;
  }
}
