package dev.retort.app;

import dev.retort.UserError;
import dev.retort.app.terminal.Terminal;
import dev.retort.compare.ColumnNames;
import dev.retort.compare.Embeddings;
import dev.retort.compare.PairRows;
import dev.retort.compare.Similarity;
import dev.retort.compare.SimilarityJson;
import dev.retort.compare.SimilarityMeasure;
import dev.retort.compare.SimilarityMeasure.Chosen;
import dev.retort.compare.SimilarityMeasure.Making;
import dev.retort.compare.SimilarityReport;
import dev.retort.text.WordNet;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `retort measure similarity`: how alike authors answer the same prompts.
@Command(name = "similarity", description = "Tell how alike authors answer the same prompts, all pairs of them.", footer = {
    "", "Example:", "  retort measure similarity answers/*.json --by generator --json similarity.json",
    "Numbers are means over the prompts both have answered, with 95 %% intervals; a rank's range is what paired tests"
        + " leave open, corrected for their number (Holm)."})
final class SimilarityCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin
  MeasureArguments arguments = new MeasureArguments();

  @Option(names = "--prompt", paramLabel = "COLUMN", description = "What was asked: answers of the same are paired"
      + " (default: prompt_id, instruction, prompt, question or query, else what comes before a chat's last answer).")
  @Nullable
  String prompt;

  @Option(names = "--measures", paramLabel = "NAMES", split = ",", description = "Of rouge1, rouge2, rougeL, bleu, chrf, chrf++,"
      + " meteor, jaccard and cosine (default: rouge1,rouge2,rougeL).")
  List<String> measures = SimilarityMeasure.DEFAULT;

  @Option(names = "--stem", negatable = true, defaultValue = "true", fallbackValue = "true", description = "ROUGE by stems of words (default), or by words as they are.")
  boolean stemmed = true;

  @Option(names = "--vectors", paramLabel = "COLUMN", description = "Embeddings of the texts, for cosine.")
  @Nullable
  String vectors;

  @Option(names = "--wordnet", paramLabel = "DIR", description = "A WordNet dictionary folder, for the synonyms of meteor.")
  @Nullable
  Path wordnet;

  @Option(names = "--json", paramLabel = "FILE", description = "Write everything as JSON; - prints it instead of the tables.")
  @Nullable
  Path json;

  @Option(names = "--rows", paramLabel = "FILE", description = "Write the values of each pair at each prompt, .jsonl, .jsonl.gz, .jsonl.zst or .csv.")
  @Nullable
  Path rows;

  SimilarityCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Embeddings embeddings = vectors == null ? null : new Embeddings();
    List<Chosen> chosen = SimilarityMeasure.choose(measures, new Making(stemmed, embeddings, synonyms()));
    Similarity similarity = new Similarity(arguments.source(prompt, ColumnNames.vectors(vectors)), chosen, embeddings,
        arguments.draw());
    try (MeasureOutput output = MeasureOutput.begin(terminal, json)) {
      SimilarityReport report = measured(similarity, chosen);
      SimilarityTables.told(report.sample()).forEach(terminal::say);
      output.write(SimilarityJson.of(report, arguments.seed), SimilarityTables.of(report, terminal.look().width()));
    }
    return Exit.DONE.code;
  }

  private @Nullable WordNet synonyms() {
    Path folder = wordnet;
    if (folder == null) {
      return null;
    }
    if (!measures.contains("meteor")) {
      throw new UserError("--wordnet: only meteor takes synonyms. Add it to --measures.");
    }
    return WordNet.open(folder);
  }

  private SimilarityReport measured(Similarity similarity, List<Chosen> chosen) {
    Path file = rows;
    try (MeasureProgress progress = new MeasureProgress(terminal)) {
      if (file == null) {
        return similarity.measure((_, _, _, _) -> {}, progress);
      }
      try (PairRows each = PairRows.begin(file, chosen.stream().map(Chosen::name).toList())) {
        SimilarityReport report = similarity.measure(each, progress);
        each.publish();
        return report;
      }
    }
  }
}
