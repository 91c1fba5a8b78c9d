package dev.retort.text;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text into words as NLTK's `word_tokenize` does: sentences first, then each by Treebank's rules.
public final class NltkWords implements WordSplitter {
  private final PunktSentences sentences;
  private final TreebankWords treebank = new TreebankWords();

  public NltkWords(PunktSentences sentences) {
    this.sentences = sentences;
  }

  public static NltkWords english() {
    return new NltkWords(PunktSentences.english());
  }

  @Override
  public List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String sentence : sentences.sentences(text)) {
      words.addAll(treebank.words(sentence));
    }
    return words;
  }
}
