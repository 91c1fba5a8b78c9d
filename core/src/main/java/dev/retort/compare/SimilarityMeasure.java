package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.measure.similarity.Chrf;
import dev.retort.measure.similarity.Cosine;
import dev.retort.measure.similarity.Jaccard;
import dev.retort.measure.similarity.Meteor;
import dev.retort.measure.similarity.Rouge;
import dev.retort.measure.similarity.SacreBleu;
import dev.retort.measure.similarity.TextMeasure;
import dev.retort.recipe.Wording;
import dev.retort.text.TreebankWords;
import dev.retort.text.WordNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The measures of likeness by the names that options and results have.
public enum SimilarityMeasure {
  ROUGE1("rouge1"), ROUGE2("rouge2"), ROUGE_L("rougeL"), BLEU("bleu"), CHRF("chrf"), CHRF_PLUS_PLUS("chrf++"), METEOR(
      "meteor"), JACCARD(
          "jaccard"), COSINE("cosine");

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

  /// What measures are made with.
  ///
  /// @param stemmed whether ROUGE takes words by their stems
  /// @param embeddings what cosine is told from; absent where the records have none
  /// @param wordnet whose synonyms METEOR takes; none where absent
  public record Making(boolean stemmed, @Nullable Embeddings embeddings, @Nullable WordNet wordnet) {}

  public static List<String> names() {
    return Arrays.stream(values()).map(measure -> measure.word).toList();
  }

  /// The measures of these names, in this order, each once.
  public static List<Chosen> choose(List<String> wanted, Making making) {
    List<Chosen> chosen = new ArrayList<>();
    for (String name : wanted.stream().map(String::strip).filter(Predicate.not(String::isEmpty)).distinct().toList()) {
      SimilarityMeasure found = Arrays.stream(values()).filter(measure -> measure.word.equalsIgnoreCase(name))
          .findFirst()
          .orElseThrow(() -> new UserError(
              "--measures: found '%s', wanted names of measures. %s".formatted(name, Wording.instead(name, names()))));
      chosen.add(new Chosen(found.word, found.measure(making), found.settings(making)));
    }
    if (chosen.isEmpty()) {
      throw new UserError("--measures: found none, wanted one or more. Known: %s.".formatted(Wording.list(names())));
    }
    if (making.embeddings != null && chosen.stream().noneMatch(one -> one.name.equals(COSINE.word))) {
      throw new UserError("--vectors: none of the measures takes embeddings. Add cosine to --measures.");
    }
    return chosen;
  }

  private TextMeasure<?> measure(Making making) {
    return switch (this) {
      case ROUGE1 -> Rouge.rouge1(making.stemmed);
      case ROUGE2 -> Rouge.rouge2(making.stemmed);
      case ROUGE_L -> Rouge.rougeL(making.stemmed);
      case BLEU -> SacreBleu.sentence();
      case CHRF -> Chrf.chrf();
      case CHRF_PLUS_PLUS -> Chrf.plusPlus();
      case METEOR -> meteor(making.wordnet);
      case JACCARD -> Jaccard.of(1);
      case COSINE -> cosine(making.embeddings);
    };
  }

  private static TextMeasure<?> meteor(@Nullable WordNet wordnet) {
    return wordnet == null
        ? Meteor.exactAndStem(new TreebankWords())
        : Meteor.withSynonyms(new TreebankWords(), wordnet::synonyms);
  }

  private static TextMeasure<?> cosine(@Nullable Embeddings embeddings) {
    if (embeddings == null) {
      throw new UserError(
          "--measures: cosine compares embeddings, and no column of them was named. Name it with --vectors.");
    }
    return new Cosine(embeddings::of);
  }

  private Map<String, Object> settings(Making making) {
    Map<String, Object> settings = new LinkedHashMap<>();
    switch (this) {
      case ROUGE1, ROUGE2, ROUGE_L -> {
        settings.put("stemmed", making.stemmed);
        settings.put("statistic", "f1");
      }
      case BLEU -> {
        settings.put("tokenizer", "13a");
        settings.put("smoothing", "exp");
        settings.put("effective_order", true);
      }
      case CHRF, CHRF_PLUS_PLUS -> {
        settings.put("char_order", 6);
        settings.put("word_order", this == CHRF ? 0 : 2);
        settings.put("beta", 2);
      }
      case METEOR -> {
        settings.put("tokenizer", "treebank");
        settings.put("stages", making.wordnet == null ? List.of("exact", "stem") : List.of("exact", "stem", "wordnet"));
      }
      case JACCARD -> settings.put("n", 1);
      case COSINE -> settings.put("of", "embeddings");
    }
    settings.put("range", range());
    return settings;
  }

  private List<Integer> range() {
    return switch (this) {
      case ROUGE1, ROUGE2, ROUGE_L, METEOR, JACCARD -> List.of(0, 1);
      case BLEU, CHRF, CHRF_PLUS_PLUS -> List.of(0, 100);
      case COSINE -> List.of(-1, 1);
    };
  }
}
