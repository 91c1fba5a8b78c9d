package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.measure.similarity.Rouge;
import dev.retort.measure.similarity.TextMeasure;
import dev.retort.recipe.Wording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The measures of likeness by the names that options and results have.
public enum SimilarityMeasure {
  ROUGE1("rouge1"), ROUGE2("rouge2"), ROUGE_L("rougeL");

  public static final List<String> DEFAULT = List.of("rouge1", "rouge2", "rougeL");

  private final String word;

  SimilarityMeasure(String word) {
    this.word = word;
  }

  /// A measure with all its settings.
  ///
  /// @param settings what a reader of the numbers must know, by name
  public record Chosen(String name, TextMeasure<?> measure, Map<String, Object> settings) {
    public Chosen {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(measure -> measure.word).toList();
  }

  /// The measures of these names, in this order, each once.
  /// @param stemmed whether ROUGE takes words by their stems
  public static List<Chosen> choose(List<String> wanted, boolean stemmed) {
    List<Chosen> chosen = new ArrayList<>();
    for (String name : wanted.stream().map(String::strip).filter(Predicate.not(String::isEmpty)).distinct().toList()) {
      chosen.add(Arrays.stream(values()).filter(measure -> measure.word.equalsIgnoreCase(name)).findFirst()
          .orElseThrow(() -> new UserError(
              "--measures: found '%s', wanted names of measures. %s".formatted(name, Wording.instead(name, names()))))
          .chosen(stemmed));
    }
    if (chosen.isEmpty()) {
      throw new UserError("--measures: found none, wanted one or more. Known: %s.".formatted(Wording.list(names())));
    }
    return chosen;
  }

  private Chosen chosen(boolean stemmed) {
    return switch (this) {
      case ROUGE1 -> rouge(Rouge.rouge1(stemmed), stemmed);
      case ROUGE2 -> rouge(Rouge.rouge2(stemmed), stemmed);
      case ROUGE_L -> rouge(Rouge.rougeL(stemmed), stemmed);
    };
  }

  private Chosen rouge(TextMeasure<?> measure, boolean stemmed) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("stemmed", stemmed);
    settings.put("statistic", "f1");
    return new Chosen(word, measure, settings);
  }
}
